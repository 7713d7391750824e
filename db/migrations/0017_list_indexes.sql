-- Pages of lists are found by index: what most lists narrow by, then what they sort by, then the id that breaks ties. Each serves
-- both directions (src/platform/records/list.ts).
create index deal_status_close on kurs.deal (workspace_id, status, close_on, id);
create index deal_stage_close on kurs.deal (workspace_id, stage_id, close_on, id);
create index deal_stage_closed on kurs.deal (workspace_id, stage_id, closed_on, id);
create index deal_amount on kurs.deal (workspace_id, amount_minor, id);
drop index kurs.deal_stage;
