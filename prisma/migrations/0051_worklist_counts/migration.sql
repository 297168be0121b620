-- How many lines wait for whom is told by the index alone: all that is counted of a line stands in it.
CREATE INDEX "work_item_by_kind" ON "work_item" ("status", "role", "kind")
  INCLUDE ("assignee", "due_on", "put_aside_until", "customer_number");
