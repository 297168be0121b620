-- Months as they were told when they had ended.

-- invariant: month-end-versions
-- Versions of a month follow each other from 1 on without gap, and none was made before its month had ended.
SELECT month, version, made_on, place FROM (SELECT *, row_number() OVER (PARTITION BY month ORDER BY version) AS place FROM month_end) AS m
WHERE version <> place OR made_on < (month || '-01')::date + interval '1 month'

-- invariant: month-end-as-issued
-- The documents of a version bear its month, day and reason, and PDF and workbook say the same.
SELECT m.month, m.version, d.id FROM month_end AS m
JOIN document AS d ON d.number = m.month AND d.id IN ('month-end:' || m.month || ':' || m.version, 'month-end-workbook:' || m.month || ':' || m.version)
WHERE (d.snapshot ->> 'month', (d.snapshot ->> 'version')::int, (d.snapshot ->> 'madeOn')::date, d.snapshot ->> 'reason', d.issued_on)
    IS DISTINCT FROM (m.month, m.version, m.made_on, m.reason, m.made_on)
  OR EXISTS (SELECT FROM document AS pdf WHERE pdf.id = 'month-end:' || m.month || ':' || m.version AND pdf.snapshot_hash <> d.snapshot_hash)

-- invariant: month-end-on-record
-- The audit tells once of each version who had it made.
SELECT m.month, m.version, count(e.id) AS told FROM month_end AS m
LEFT JOIN audit_entry AS e ON e.action = 'month-end.made' AND e.entity = 'month-end' AND e.entity_id = m.month || ':' || m.version
  AND (m.made_by IS NULL AND e.role = 'system' OR e.actor = m.made_by)
GROUP BY m.month, m.version HAVING count(e.id) <> 1
