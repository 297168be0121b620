-- A line of the worklist tells what differs, not what is decided on it: that is told by the discrepancy itself.
UPDATE "work_item" SET "facts" = (SELECT jsonb_agg(d - 'disposition' ORDER BY n) FROM jsonb_array_elements("facts") WITH ORDINALITY AS e(d, n))
WHERE "kind" = 'discrepancy' AND jsonb_typeof("facts") = 'array' AND jsonb_array_length("facts") > 0;
