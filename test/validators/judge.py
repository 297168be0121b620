"""Judges electronic invoices by rules written elsewhere: XSD and schematron, and reads the terms that they state.

Argument: the folder of the libraries in requirements.txt.
Standard input: {"jars": folder, "rules": folder to unpack into, "files": [{"path", "syntax": "cii" | "ubl" | "ubl-fr" | "cdar" | "e-report" | "order" | "order-response"}]}.
Standard output: {path: {"rules": {name: {"fired": count, "failed": [text]}}, "terms": {term: [value]}}}.
A rule set of which nothing fired has judged nothing; whoever reads the report must take that for a failure.
"""
import glob
import json
import os
import sys
import zipfile

sys.path.insert(0, sys.argv[1])

from lxml import etree
from saxonche import PySaxonProcessor

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
PEPPOL = "external/schematron/openpeppol/"
FRANCE = "external/schematron/ctc/"
CDAR = "external/schemas/d22b/cdar/"

# Beside the libraries, not among the rules that come in jars.
SCHEMAS = os.path.join(sys.argv[1], "mcp_facture_electronique_fr/resources/dgfip/xsd/")

RULES = {
    "cii": {
        "xsd": "schema/ZF_250/EN16931/*EN16931.xsd",
        "EN 16931": "xslt/ZF_250/FACTUR-X_EN16931.xslt",
        "BR-FR": "xslt/XP_Z12_012/*.xsl",
    },
    "ubl": {
        "xsd": "schema/UBL_21/maindoc/UBL-{root}-2.1.xsd",
        "EN 16931": "xslt/en16931schematron/EN16931-UBL-validation.xslt",
        "Peppol": PEPPOL + "*/xslt/PEPPOL-EN16931-UBL.xslt",
    },
    "ubl-fr": {
        "xsd": "schema/UBL_21/maindoc/UBL-{root}-2.1.xsd",
        "EN 16931": "xslt/en16931schematron/EN16931-UBL-validation.xslt",
        "BR-FR": FRANCE + "*/xslt/*BR-FR-Flux2-Schematron-UBL*.xslt",
    },
    "cdar": {
        "xsd": CDAR + "CrossDomainAcknowledgementAndResponse_100pD22B.xsd",
        "BR-FR": FRANCE + "*/xslt/*BR-FR-CDV-Schematron-CDAR*.xslt",
    },
    "e-report": {
        "xsd": SCHEMAS + "ereporting.xsd",
    },
    "order": {
        "xsd": "schema/UBL_21/maindoc/UBL-{root}-2.1.xsd",
        "Peppol": PEPPOL + "*/xslt/PEPPOLBIS-T01.xslt",
    },
    "order-response": {
        "xsd": "schema/UBL_21/maindoc/UBL-{root}-2.1.xsd",
        "Peppol": PEPPOL + "*/xslt/PEPPOLBIS-T76.xslt",
    },
}
OURS = ("PEPPOL-EN16931-UBL.xslt", "PEPPOLBIS-T01.xslt", "PEPPOLBIS-T76.xslt")

NAMESPACES = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
CII_LINE = "//ram:IncludedSupplyChainTradeLineItem"
CII_SUM = "//ram:SpecifiedTradeSettlementHeaderMonetarySummation"
CII_TAX = "//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax"
CII_ALLOWANCE = "//ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator = 'false']"
CII_CHARGE = "//ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator = 'true']"
UBL_LINE = "//*[self::cac:InvoiceLine or self::cac:CreditNoteLine]"
UBL_QUANTITY = UBL_LINE + "/*[self::cbc:InvoicedQuantity or self::cbc:CreditedQuantity]"
UBL_ALLOWANCE = "/*/cac:AllowanceCharge[cbc:ChargeIndicator = 'false']"
UBL_CHARGE = "/*/cac:AllowanceCharge[cbc:ChargeIndicator = 'true']"
UBL_SUM = "//cac:LegalMonetaryTotal"
UBL_TAX = "//cac:TaxSubtotal"
# The syntax bindings of EN 16931-3-2 (UBL) and EN 16931-3-3 (CII).
TERMS = {
    "BT-1": ("//rsm:ExchangedDocument/ram:ID", "/*/cbc:ID"),
    "BT-2": ("//rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString", "/*/cbc:IssueDate"),
    "BT-3": ("//rsm:ExchangedDocument/ram:TypeCode", "/*/cbc:InvoiceTypeCode | /*/cbc:CreditNoteTypeCode"),
    "BT-5": ("//ram:InvoiceCurrencyCode", "/*/cbc:DocumentCurrencyCode"),
    "BT-7": (CII_TAX + "[1]/ram:TaxPointDate/udt:DateString", "/*/cbc:TaxPointDate"),
    "BT-9": ("//ram:DueDateDateTime/udt:DateTimeString", "/*/cbc:DueDate | //cac:PaymentMeans/cbc:PaymentDueDate"),
    "BT-13": ("//ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", "/*/cac:OrderReference/cbc:ID[. != 'NA']"),
    "BT-14": ("//ram:SellerOrderReferencedDocument/ram:IssuerAssignedID", "/*/cac:OrderReference/cbc:SalesOrderID"),
    "BT-16": ("//ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID", "/*/cac:DespatchDocumentReference/cbc:ID"),
    "BT-20": ("//ram:SpecifiedTradePaymentTerms/ram:Description", "//cac:PaymentTerms/cbc:Note"),
    "BT-25": ("//ram:InvoiceReferencedDocument/ram:IssuerAssignedID", "//cac:BillingReference//cbc:ID"),
    "BT-26": ("//ram:InvoiceReferencedDocument//qdt:DateTimeString", "//cac:BillingReference//cbc:IssueDate"),
    "BT-27": ("//ram:SellerTradeParty/ram:Name", "//cac:AccountingSupplierParty//cbc:RegistrationName"),
    "BT-30": ("//ram:SellerTradeParty/ram:SpecifiedLegalOrganization/ram:ID[@schemeID='0002']", "//cac:AccountingSupplierParty//cac:PartyLegalEntity/cbc:CompanyID[@schemeID='0002']"),
    "BT-31": ("//ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']", "//cac:AccountingSupplierParty//cac:PartyTaxScheme/cbc:CompanyID"),
    "BT-34": ("//ram:SellerTradeParty/ram:URIUniversalCommunication/ram:URIID", "//cac:AccountingSupplierParty//cbc:EndpointID"),
    "BT-44": ("//ram:BuyerTradeParty/ram:Name", "//cac:AccountingCustomerParty//cbc:RegistrationName"),
    "BT-46": ("//ram:BuyerTradeParty/ram:ID | //ram:BuyerTradeParty/ram:GlobalID[@schemeID='0088']", "//cac:AccountingCustomerParty//cac:PartyIdentification/cbc:ID"),
    "BT-47": ("//ram:BuyerTradeParty/ram:SpecifiedLegalOrganization/ram:ID[@schemeID='0002']", "//cac:AccountingCustomerParty//cac:PartyLegalEntity/cbc:CompanyID[@schemeID='0002']"),
    "BT-48": ("//ram:BuyerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']", "//cac:AccountingCustomerParty//cac:PartyTaxScheme/cbc:CompanyID"),
    "BT-49": ("//ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID", "//cac:AccountingCustomerParty//cbc:EndpointID"),
    "BT-49-1": ("//ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID/@schemeID", "//cac:AccountingCustomerParty//cbc:EndpointID/@schemeID"),
    "BT-50": ("//ram:BuyerTradeParty/ram:PostalTradeAddress/ram:LineOne", "//cac:AccountingCustomerParty//cac:PostalAddress/cbc:StreetName"),
    "BT-70": ("//ram:ShipToTradeParty/ram:Name", "//cac:DeliveryParty/cac:PartyName/cbc:Name"),
    "BT-71": ("//ram:ShipToTradeParty/ram:GlobalID[@schemeID='0088']", "//cac:DeliveryLocation/cbc:ID[@schemeID='0088']"),
    "BT-72": ("//ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString", "//cac:Delivery/cbc:ActualDeliveryDate"),
    "BT-73": ("//ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString", "/*/cac:InvoicePeriod/cbc:StartDate"),
    "BT-74": ("//ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString", "/*/cac:InvoicePeriod/cbc:EndDate"),
    "BT-75": ("//ram:ShipToTradeParty/ram:PostalTradeAddress/ram:LineOne", "//cac:DeliveryLocation//cbc:StreetName"),
    "BT-80": ("//ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID", "//cac:DeliveryLocation//cac:Country/cbc:IdentificationCode"),
    "BT-81": ("//ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode", "//cac:PaymentMeans/cbc:PaymentMeansCode"),
    "BT-83": ("//ram:PaymentReference", "//cac:PaymentMeans/cbc:PaymentID"),
    "BT-84": ("//ram:PayeePartyCreditorFinancialAccount/ram:IBANID", "//cac:PayeeFinancialAccount/cbc:ID"),
    "BT-86": ("//ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", "//cac:FinancialInstitutionBranch/cbc:ID"),
    "BT-92": (CII_ALLOWANCE + "/ram:ActualAmount", UBL_ALLOWANCE + "/cbc:Amount"),
    "BT-93": (CII_ALLOWANCE + "/ram:BasisAmount", UBL_ALLOWANCE + "/cbc:BaseAmount"),
    "BT-94": (CII_ALLOWANCE + "/ram:CalculationPercent", UBL_ALLOWANCE + "/cbc:MultiplierFactorNumeric"),
    "BT-96": (CII_ALLOWANCE + "/ram:CategoryTradeTax/ram:RateApplicablePercent", UBL_ALLOWANCE + "/cac:TaxCategory/cbc:Percent"),
    "BT-98": (CII_ALLOWANCE + "/ram:ReasonCode", UBL_ALLOWANCE + "/cbc:AllowanceChargeReasonCode"),
    "BT-99": (CII_CHARGE + "/ram:ActualAmount", UBL_CHARGE + "/cbc:Amount"),
    "BT-103": (CII_CHARGE + "/ram:CategoryTradeTax/ram:RateApplicablePercent", UBL_CHARGE + "/cac:TaxCategory/cbc:Percent"),
    "BT-105": (CII_CHARGE + "/ram:ReasonCode", UBL_CHARGE + "/cbc:AllowanceChargeReasonCode"),
    "BT-106": (CII_SUM + "/ram:LineTotalAmount", UBL_SUM + "/cbc:LineExtensionAmount"),
    "BT-107": (CII_SUM + "/ram:AllowanceTotalAmount", UBL_SUM + "/cbc:AllowanceTotalAmount"),
    "BT-108": (CII_SUM + "/ram:ChargeTotalAmount", UBL_SUM + "/cbc:ChargeTotalAmount"),
    "BT-109": (CII_SUM + "/ram:TaxBasisTotalAmount", UBL_SUM + "/cbc:TaxExclusiveAmount"),
    "BT-110": (CII_SUM + "/ram:TaxTotalAmount[@currencyID = //ram:InvoiceCurrencyCode]", "//cac:TaxTotal/cbc:TaxAmount[@currencyID = /*/cbc:DocumentCurrencyCode]"),
    "BT-111": (CII_SUM + "/ram:TaxTotalAmount[@currencyID != //ram:InvoiceCurrencyCode]", "//cac:TaxTotal/cbc:TaxAmount[@currencyID != /*/cbc:DocumentCurrencyCode]"),
    "BT-112": (CII_SUM + "/ram:GrandTotalAmount", UBL_SUM + "/cbc:TaxInclusiveAmount"),
    "BT-115": (CII_SUM + "/ram:DuePayableAmount", UBL_SUM + "/cbc:PayableAmount"),
    "BT-116": (CII_TAX + "/ram:BasisAmount", UBL_TAX + "/cbc:TaxableAmount"),
    "BT-117": (CII_TAX + "/ram:CalculatedAmount", UBL_TAX + "/cbc:TaxAmount"),
    "BT-118": (CII_TAX + "/ram:CategoryCode", UBL_TAX + "/cac:TaxCategory/cbc:ID"),
    "BT-119": (CII_TAX + "/ram:RateApplicablePercent", UBL_TAX + "/cac:TaxCategory/cbc:Percent"),
    "BT-120": (CII_TAX + "/ram:ExemptionReason", UBL_TAX + "/cac:TaxCategory/cbc:TaxExemptionReason"),
    "BT-121": (CII_TAX + "/ram:ExemptionReasonCode", UBL_TAX + "/cac:TaxCategory/cbc:TaxExemptionReasonCode"),
    "BT-126": (CII_LINE + "/ram:AssociatedDocumentLineDocument/ram:LineID", UBL_LINE + "/cbc:ID"),
    "BT-129": (CII_LINE + "//ram:BilledQuantity", UBL_QUANTITY),
    "BT-130": (CII_LINE + "//ram:BilledQuantity/@unitCode", UBL_QUANTITY + "/@unitCode"),
    "BT-131": (CII_LINE + "//ram:LineTotalAmount", UBL_LINE + "/cbc:LineExtensionAmount"),
    "BT-132": (CII_LINE + "//ram:BuyerOrderReferencedDocument/ram:LineID", UBL_LINE + "/cac:OrderLineReference/cbc:LineID"),
    "BT-134": (CII_LINE + "//ram:StartDateTime/udt:DateTimeString", UBL_LINE + "/cac:InvoicePeriod/cbc:StartDate"),
    "BT-135": (CII_LINE + "//ram:EndDateTime/udt:DateTimeString", UBL_LINE + "/cac:InvoicePeriod/cbc:EndDate"),
    "BT-136": (CII_LINE + "//ram:SpecifiedTradeAllowanceCharge/ram:ActualAmount", UBL_LINE + "/cac:AllowanceCharge/cbc:Amount"),
    "BT-138": (CII_LINE + "//ram:CalculationPercent", UBL_LINE + "/cac:AllowanceCharge/cbc:MultiplierFactorNumeric"),
    "BT-146": (CII_LINE + "//ram:NetPriceProductTradePrice/ram:ChargeAmount", UBL_LINE + "/cac:Price/cbc:PriceAmount"),
    "BT-149": (CII_LINE + "//ram:NetPriceProductTradePrice/ram:BasisQuantity", UBL_LINE + "/cac:Price/cbc:BaseQuantity"),
    "BT-150": (CII_LINE + "//ram:NetPriceProductTradePrice/ram:BasisQuantity/@unitCode", UBL_LINE + "/cac:Price/cbc:BaseQuantity/@unitCode"),
    "BT-151": (CII_LINE + "//ram:ApplicableTradeTax/ram:CategoryCode", UBL_LINE + "//cac:ClassifiedTaxCategory/cbc:ID"),
    "BT-152": (CII_LINE + "//ram:ApplicableTradeTax/ram:RateApplicablePercent", UBL_LINE + "//cac:ClassifiedTaxCategory/cbc:Percent"),
    "BT-153": (CII_LINE + "//ram:SpecifiedTradeProduct/ram:Name", UBL_LINE + "/cac:Item/cbc:Name"),
    "BT-155": (CII_LINE + "//ram:SellerAssignedID", UBL_LINE + "//cac:SellersItemIdentification/cbc:ID"),
    "BT-156": (CII_LINE + "//ram:BuyerAssignedID", UBL_LINE + "//cac:BuyersItemIdentification/cbc:ID"),
    "BT-157": (CII_LINE + "//ram:SpecifiedTradeProduct/ram:GlobalID[@schemeID='0160']", UBL_LINE + "//cac:StandardItemIdentification/cbc:ID[@schemeID='0160']"),
    "BT-161": (CII_LINE + "//ram:ApplicableProductCharacteristic/ram:Value", UBL_LINE + "//cac:AdditionalItemProperty/cbc:Value"),
}


def unpack(jars, rules):
    for jar in glob.glob(os.path.join(jars, "*.jar")):
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                wanted = name.startswith(("schema/", "xslt/", FRANCE, CDAR)) or (name.startswith(PEPPOL) and name.endswith(OURS))
                if wanted and not name.endswith("/") and not os.path.exists(os.path.join(rules, name)):
                    archive.extract(name, rules)


def newest(rules, pattern):
    """The rules are kept by release, of which the last one by name is in force."""
    found = sorted(glob.glob(os.path.join(rules, pattern)))
    if not found:
        raise SystemExit(f"no rules at {pattern}")
    return found[-1]


def shape(cache, path, tree):
    if path not in cache:
        cache[path] = etree.XMLSchema(etree.parse(path))
    schema = cache[path]
    schema.validate(tree)
    return {"fired": 1, "failed": [entry.message for entry in schema.error_log]}


def verdict(report):
    svrl = etree.fromstring(report.encode())
    failed = svrl.findall(f".//{SVRL}failed-assert")
    return {
        "fired": len(svrl.findall(f".//{SVRL}fired-rule")),
        "failed": [f"{each.get('id')} {' '.join(''.join(each.itertext()).split())}" for each in failed],
    }


def terms(tree, syntax):
    if syntax not in ("cii", "ubl"):
        return {}
    place = 0 if syntax == "cii" else 1
    found = {}
    for term, paths in TERMS.items():
        values = tree.xpath(paths[place], namespaces=NAMESPACES)
        found[term] = [value if isinstance(value, str) else value.text for value in values]
    return found


def main():
    asked = json.load(sys.stdin)
    rules = asked["rules"]
    unpack(asked["jars"], rules)
    sheets, shapes, told = {}, {}, {}
    with PySaxonProcessor(license=False) as saxon:
        xslt = saxon.new_xslt30_processor()
        for file in asked["files"]:
            path, syntax = file["path"], file["syntax"]
            tree = etree.parse(path)
            root = etree.QName(tree.getroot()).localname
            judged = {}
            for name, pattern in RULES[syntax].items():
                at = newest(rules, pattern.format(root=root))
                if name == "xsd":
                    judged[name] = shape(shapes, at, tree)
                    continue
                if at not in sheets:
                    sheets[at] = xslt.compile_stylesheet(stylesheet_file=at)
                judged[name] = verdict(sheets[at].transform_to_string(source_file=path))
            told[path] = {"rules": judged, "terms": terms(tree, syntax)}
    json.dump(told, sys.stdout)


main()
