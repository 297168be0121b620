-- Who set a list price, last and before: each order entered at list prices looks at these rows.
CREATE INDEX "audit_entry_list_price" ON "audit_entry" ("entity_id", "id") WHERE "entity" = 'product' AND "after" ? 'listPrice';
