-- The chart of accounts by which the journal of sales is told, as a policy: accounts of the French general chart (PCG), to be
-- put right by finance. Who has one keeps it.
INSERT INTO "policy" ("kind", "body", "updated_at")
VALUES ('accounting', '{
  "schemaVersion": 1,
  "yearEnd": "12-31",
  "journals": {
    "sales": {"code": "VE", "label": "Ventes"},
    "bank": {"code": "BQ", "label": "Banque"},
    "other": {"code": "OD", "label": "Opérations diverses"}
  },
  "customers": {"account": "411000", "label": "Clients"},
  "sales": [
    {"account": "419100", "label": "Clients - Avances et acomptes reçus sur commandes", "family": null, "vatCategory": null, "vatRate": null, "document": "deposit"},
    {"account": "707300", "label": "Ventes de marchandises - Livraisons intracommunautaires", "family": null, "vatCategory": "K", "vatRate": null, "document": null},
    {"account": "707400", "label": "Ventes de marchandises - Exportations", "family": null, "vatCategory": "G", "vatRate": null, "document": null},
    {"account": "707000", "label": "Ventes de marchandises", "family": null, "vatCategory": null, "vatRate": null, "document": null}
  ],
  "freight": {"account": "708500", "label": "Ports et frais accessoires facturés"},
  "allowances": {"account": "709700", "label": "RRR accordés sur ventes de marchandises"},
  "vat": [{"account": "445710", "label": "TVA collectée", "vatRate": null}],
  "bank": {"account": "512000", "label": "Banques"},
  "suspense": {"account": "471000", "label": "Comptes d''attente"},
  "writeOffs": {"account": "654000", "label": "Pertes sur créances irrécouvrables"},
  "interest": {"account": "763000", "label": "Revenus des autres créances"},
  "recoveryFees": {"account": "758000", "label": "Produits divers de gestion courante"}
}', now()) ON CONFLICT DO NOTHING;

INSERT INTO "policy_version" ("kind", "version", "body", "valid_from", "written_by")
SELECT "kind", 1, "body", "updated_at", 'encours' FROM "policy" WHERE "kind" = 'accounting' ON CONFLICT DO NOTHING;
