-- AlterTable
ALTER TABLE "outgoing" ADD COLUMN     "reduced_at" TIMESTAMPTZ(3);

-- A mail is reduced in one way: what it said goes, all else stays; and it never says anything again.
ALTER TABLE "outgoing" ADD CONSTRAINT "outgoing_reduced" CHECK ("reduced_at" IS NULL OR ("status" IN ('SENT', 'SKIPPED')
  AND "recipient" = 'reduced@reduced.invalid' AND "subject" = '[reduced]' AND "text" = '[reduced]' AND "html" = '' AND "last_error" IS NULL));
CREATE TRIGGER "outgoing_reduced_in_one_way" BEFORE UPDATE ON "outgoing" FOR EACH ROW
  WHEN (OLD."reduced_at" IS DISTINCT FROM NEW."reduced_at" AND (OLD."reduced_at" IS NOT NULL
    OR to_jsonb(OLD) - '{recipient,subject,text,html,last_error,reduced_at}'::text[]
      IS DISTINCT FROM to_jsonb(NEW) - '{recipient,subject,text,html,last_error,reduced_at}'::text[]))
  EXECUTE FUNCTION "issued_is_append_only"();

-- Of the worklist only what is done goes.
CREATE FUNCTION "open_work_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an open line of the worklist is not deleted, nor what is said about it';
END
$$;
CREATE TRIGGER "work_item_open_stays" BEFORE DELETE ON "work_item" FOR EACH ROW WHEN (OLD."status" <> 'done')
  EXECUTE FUNCTION "open_work_stays"();
CREATE FUNCTION "words_on_open_work_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "work_item" w WHERE w."id" = OLD."work_item_id" AND w."status" = 'done') THEN
    RAISE EXCEPTION 'an open line of the worklist is not deleted, nor what is said about it';
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER "work_item_comment_open_stays" BEFORE DELETE ON "work_item_comment" FOR EACH ROW
  EXECUTE FUNCTION "words_on_open_work_stay"();
