-- The list of contacts keeps views as other lists do.
alter table kurs.view drop constraint view_page_check;
alter table kurs.view add constraint view_page_check check (page in ('deals', 'accounts', 'contacts', 'activities'));
