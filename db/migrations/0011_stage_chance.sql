-- A chance is a measure, not a sum of money: a double, as every engine and the API speak of it. As numeric it was answered
-- as text against its own schema, and saving a stage unchanged made a new version of it.
alter table kurs.stage alter column probability_ratio type double precision;
alter table kurs.stage_version alter column probability_ratio type double precision;
