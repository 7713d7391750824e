-- Tables and columns
identity.account_user.id uuid not null
identity.account_user.email text not null
identity.account_user.name text not null
identity.account_user.language text not null default 'uk'::text
identity.account_user.password_hash text not null
identity.account_user.created_at timestamp with time zone not null
identity.account_user.disabled_at timestamp with time zone
identity.api_key.id uuid not null
identity.api_key.workspace_id uuid not null
identity.api_key.user_id uuid not null
identity.api_key.name text not null
identity.api_key.token_hash bytea not null
identity.api_key.prefix text not null
identity.api_key.scopes text[] not null
identity.api_key.created_at timestamp with time zone not null
identity.api_key.used_at timestamp with time zone
identity.api_key.expires_at timestamp with time zone
identity.api_key.revoked_at timestamp with time zone
identity.invitation.id uuid not null
identity.invitation.workspace_id uuid not null
identity.invitation.email text not null
identity.invitation.role text not null
identity.invitation.person_id uuid
identity.invitation.token_hash bytea not null
identity.invitation.created_by uuid not null
identity.invitation.created_at timestamp with time zone not null
identity.invitation.expires_at timestamp with time zone not null
identity.invitation.accepted_at timestamp with time zone
identity.invitation.revoked_at timestamp with time zone
identity.member.workspace_id uuid not null
identity.member.user_id uuid not null
identity.member.role text not null
identity.member.person_id uuid
identity.member.created_at timestamp with time zone not null
identity.password_reset.token_hash bytea not null
identity.password_reset.user_id uuid not null
identity.password_reset.workspace_id uuid
identity.password_reset.created_at timestamp with time zone not null
identity.password_reset.expires_at timestamp with time zone not null
identity.session.token_hash bytea not null
identity.session.user_id uuid not null
identity.session.created_at timestamp with time zone not null
identity.session.seen_at timestamp with time zone not null
identity.session.expires_at timestamp with time zone not null
identity.session.id uuid not null default gen_random_uuid()
identity.session.device text not null default ''::text
identity.session.address text not null default ''::text
identity.setup_token.token_hash bytea not null
identity.setup_token.expires_at timestamp with time zone not null
identity.sign_in_failure.id bigint not null
identity.sign_in_failure.email text not null
identity.sign_in_failure.address text not null
identity.sign_in_failure.failed_at timestamp with time zone not null
identity.workspace.id uuid not null
identity.workspace.slug text not null
identity.workspace.created_at timestamp with time zone not null
identity.workspace.archived_at timestamp with time zone
jobs.job.workspace_id uuid not null
jobs.job.id uuid not null
jobs.job.kind text not null
jobs.job.payload jsonb not null
jobs.job.actor jsonb not null
jobs.job.status text not null default 'queued'::text
jobs.job.attempt integer not null default 0
jobs.job.max_attempts integer not null default 8
jobs.job.run_at timestamp with time zone not null
jobs.job.lease uuid
jobs.job.leased_until timestamp with time zone
jobs.job.cancel_requested boolean not null default false
jobs.job.progress jsonb not null default '{}'::jsonb
jobs.job.result jsonb
jobs.job.error jsonb
jobs.job.created_at timestamp with time zone not null
jobs.job.started_at timestamp with time zone
jobs.job.finished_at timestamp with time zone
jobs.schedule.workspace_id uuid not null
jobs.schedule.kind text not null
jobs.schedule.at_time text not null
jobs.schedule.week_day smallint
jobs.schedule.is_paused boolean not null default false
jobs.schedule.since_at timestamp with time zone not null
jobs.schedule.last_slot_on date
jobs.schedule.last_job_id uuid
jobs.schedule.missed_count integer not null default 0
kurs.account.workspace_id uuid not null
kurs.account.id uuid not null
kurs.account.version integer not null
kurs.account.changed_at timestamp with time zone not null
kurs.account.archived_at timestamp with time zone
kurs.account.name text not null
kurs.account.external_id text
kurs.account.parent_id uuid
kurs.account.owner_id uuid
kurs.account.attributes jsonb
kurs.account_version.workspace_id uuid not null
kurs.account_version.id uuid not null
kurs.account_version.archived_at timestamp with time zone
kurs.account_version.name text not null
kurs.account_version.external_id text
kurs.account_version.parent_id uuid
kurs.account_version.owner_id uuid
kurs.account_version.attributes jsonb
kurs.account_version.valid_from timestamp with time zone not null
kurs.account_version.valid_to timestamp with time zone not null
kurs.account_version.set_from bigint not null
kurs.account_version.set_to bigint
kurs.activity.workspace_id uuid not null
kurs.activity.id uuid not null
kurs.activity.version integer not null
kurs.activity.changed_at timestamp with time zone not null
kurs.activity.archived_at timestamp with time zone
kurs.activity.kind text not null
kurs.activity.subject text not null
kurs.activity.external_id text
kurs.activity.deal_id uuid
kurs.activity.account_id uuid
kurs.activity.contact_id uuid
kurs.activity.owner_id uuid
kurs.activity.happened_at timestamp with time zone
kurs.activity.due_on date
kurs.activity.is_done boolean not null default true
kurs.activity.body text
kurs.chain_head.workspace_id uuid not null
kurs.chain_head.seq bigint not null default 0
kurs.chain_head.recorded_at timestamp with time zone not null default '-infinity'::timestamp with time zone
kurs.chain_head.hmac bytea not null default '\x'::bytea
kurs.chain_head.seal bytea not null default '\x'::bytea
kurs.change.workspace_id uuid not null
kurs.change.entity text not null
kurs.change.entity_id uuid not null
kurs.change.version integer not null
kurs.change.ord integer not null default 0
kurs.change.set_id bigint not null
kurs.change.kind text not null
kurs.change.valid_at timestamp with time zone not null
kurs.change.before jsonb
kurs.change.after jsonb
kurs.change.salt bytea not null default uuid_send(gen_random_uuid())
kurs.change.digest bytea not null
kurs.change_set.workspace_id uuid not null
kurs.change_set.set_id bigint not null
kurs.change_set.seq bigint not null
kurs.change_set.operation text not null
kurs.change_set.actor jsonb not null
kurs.change_set.source text not null
kurs.change_set.reason text
kurs.change_set.import_id uuid
kurs.change_set.undoes_import_id uuid
kurs.change_set.valid_at timestamp with time zone not null
kurs.change_set.recorded_at timestamp with time zone not null
kurs.change_set.change_count bigint not null
kurs.change_set.digest bytea not null
kurs.change_set.prev_hmac bytea not null
kurs.change_set.hmac bytea not null
kurs.contact.workspace_id uuid not null
kurs.contact.id uuid not null
kurs.contact.version integer not null
kurs.contact.changed_at timestamp with time zone not null
kurs.contact.archived_at timestamp with time zone
kurs.contact.name text not null
kurs.contact.external_id text
kurs.contact.account_id uuid
kurs.contact.owner_id uuid
kurs.contact.email text
kurs.contact.phone text
kurs.contact.title text
kurs.contact_version.workspace_id uuid not null
kurs.contact_version.id uuid not null
kurs.contact_version.archived_at timestamp with time zone
kurs.contact_version.name text not null
kurs.contact_version.external_id text
kurs.contact_version.account_id uuid
kurs.contact_version.owner_id uuid
kurs.contact_version.email text
kurs.contact_version.phone text
kurs.contact_version.title text
kurs.contact_version.valid_from timestamp with time zone not null
kurs.contact_version.valid_to timestamp with time zone not null
kurs.contact_version.set_from bigint not null
kurs.contact_version.set_to bigint
kurs.currency_rate.workspace_id uuid not null
kurs.currency_rate.id uuid not null
kurs.currency_rate.version integer not null
kurs.currency_rate.changed_at timestamp with time zone not null
kurs.currency_rate.archived_at timestamp with time zone
kurs.currency_rate.currency text not null
kurs.currency_rate.quote text not null
kurs.currency_rate.rated_on date not null
kurs.currency_rate.rate numeric(20,10) not null
kurs.deal.workspace_id uuid not null
kurs.deal.id uuid not null
kurs.deal.version integer not null
kurs.deal.changed_at timestamp with time zone not null
kurs.deal.archived_at timestamp with time zone
kurs.deal.name text not null
kurs.deal.external_id text
kurs.deal.account_id uuid
kurs.deal.contact_id uuid
kurs.deal.owner_id uuid
kurs.deal.product_id uuid
kurs.deal.pipeline_id uuid not null
kurs.deal.stage_id uuid not null
kurs.deal.status text not null
kurs.deal.amount_minor bigint
kurs.deal.currency text not null
kurs.deal.amount_estimated boolean not null default false
kurs.deal.close_on date
kurs.deal.created_on date not null
kurs.deal.created_known boolean not null default true
kurs.deal.history_known boolean not null default true
kurs.deal.closed_on date
kurs.deal.close_rate numeric(20,10)
kurs.deal.next_step text
kurs.deal.next_step_on date
kurs.deal.loss_reason text
kurs.deal.source text
kurs.deal.forecast_category text
kurs.deal_version.workspace_id uuid not null
kurs.deal_version.id uuid not null
kurs.deal_version.archived_at timestamp with time zone
kurs.deal_version.name text not null
kurs.deal_version.external_id text
kurs.deal_version.account_id uuid
kurs.deal_version.contact_id uuid
kurs.deal_version.owner_id uuid
kurs.deal_version.product_id uuid
kurs.deal_version.pipeline_id uuid not null
kurs.deal_version.stage_id uuid not null
kurs.deal_version.status text not null
kurs.deal_version.amount_minor bigint
kurs.deal_version.currency text not null
kurs.deal_version.amount_estimated boolean not null
kurs.deal_version.close_on date
kurs.deal_version.created_on date not null
kurs.deal_version.created_known boolean not null
kurs.deal_version.history_known boolean not null
kurs.deal_version.closed_on date
kurs.deal_version.close_rate numeric(20,10)
kurs.deal_version.next_step text
kurs.deal_version.next_step_on date
kurs.deal_version.loss_reason text
kurs.deal_version.source text
kurs.deal_version.forecast_category text
kurs.deal_version.valid_from timestamp with time zone not null
kurs.deal_version.valid_to timestamp with time zone not null
kurs.deal_version.set_from bigint not null
kurs.deal_version.set_to bigint
kurs.forecast_run.workspace_id uuid not null
kurs.forecast_run.id uuid not null
kurs.forecast_run.as_of_on date not null
kurs.forecast_run.kind text not null
kurs.forecast_run.status text not null
kurs.forecast_run.settings jsonb not null
kurs.forecast_run.seq bigint
kurs.forecast_run.result jsonb
kurs.forecast_run.job_id uuid
kurs.forecast_run.created_by text not null
kurs.forecast_run.created_at timestamp with time zone not null
kurs.forecast_run.finished_at timestamp with time zone
kurs.idempotency.workspace_id uuid not null
kurs.idempotency.caller uuid not null
kurs.idempotency.key text not null
kurs.idempotency.request_hash bytea not null
kurs.idempotency.answer jsonb
kurs.idempotency.created_at timestamp with time zone not null
kurs.import.workspace_id uuid not null
kurs.import.id uuid not null
kurs.import.version integer not null default 1
kurs.import.file_id uuid not null
kurs.import.file_name text not null
kurs.import.file_size bigint not null
kurs.import.kind text not null
kurs.import.status text not null
kurs.import.shape jsonb not null
kurs.import.mapping jsonb not null
kurs.import.report jsonb
kurs.import.job_id uuid
kurs.import.created_by text not null
kurs.import.created_at timestamp with time zone not null
kurs.import.applied_at timestamp with time zone
kurs.import.undone_at timestamp with time zone
kurs.import_mapping.workspace_id uuid not null
kurs.import_mapping.id uuid not null
kurs.import_mapping.name text not null
kurs.import_mapping.kind text not null
kurs.import_mapping.mapping jsonb not null
kurs.import_mapping.created_at timestamp with time zone not null
kurs.import_mapping.updated_at timestamp with time zone not null
kurs.membership.workspace_id uuid not null
kurs.membership.id uuid not null
kurs.membership.version integer not null
kurs.membership.changed_at timestamp with time zone not null
kurs.membership.archived_at timestamp with time zone
kurs.membership.person_id uuid not null
kurs.membership.team_id uuid not null
kurs.membership.from_on date
kurs.membership.to_on date
kurs.membership_version.workspace_id uuid not null
kurs.membership_version.id uuid not null
kurs.membership_version.archived_at timestamp with time zone
kurs.membership_version.person_id uuid not null
kurs.membership_version.team_id uuid not null
kurs.membership_version.from_on date
kurs.membership_version.to_on date
kurs.membership_version.valid_from timestamp with time zone not null
kurs.membership_version.valid_to timestamp with time zone not null
kurs.membership_version.set_from bigint not null
kurs.membership_version.set_to bigint
kurs.person.workspace_id uuid not null
kurs.person.id uuid not null
kurs.person.version integer not null
kurs.person.changed_at timestamp with time zone not null
kurs.person.archived_at timestamp with time zone
kurs.person.name text not null
kurs.person.external_id text
kurs.person.email text
kurs.person.title text
kurs.person.attributes jsonb
kurs.person_version.workspace_id uuid not null
kurs.person_version.id uuid not null
kurs.person_version.archived_at timestamp with time zone
kurs.person_version.name text not null
kurs.person_version.external_id text
kurs.person_version.email text
kurs.person_version.title text
kurs.person_version.attributes jsonb
kurs.person_version.valid_from timestamp with time zone not null
kurs.person_version.valid_to timestamp with time zone not null
kurs.person_version.set_from bigint not null
kurs.person_version.set_to bigint
kurs.pipeline.workspace_id uuid not null
kurs.pipeline.id uuid not null
kurs.pipeline.version integer not null
kurs.pipeline.changed_at timestamp with time zone not null
kurs.pipeline.archived_at timestamp with time zone
kurs.pipeline.name text not null
kurs.pipeline.external_id text
kurs.pipeline."position" integer not null default 0
kurs.pipeline_version.workspace_id uuid not null
kurs.pipeline_version.id uuid not null
kurs.pipeline_version.archived_at timestamp with time zone
kurs.pipeline_version.name text not null
kurs.pipeline_version.external_id text
kurs.pipeline_version."position" integer not null
kurs.pipeline_version.valid_from timestamp with time zone not null
kurs.pipeline_version.valid_to timestamp with time zone not null
kurs.pipeline_version.set_from bigint not null
kurs.pipeline_version.set_to bigint
kurs.product.workspace_id uuid not null
kurs.product.id uuid not null
kurs.product.version integer not null
kurs.product.changed_at timestamp with time zone not null
kurs.product.archived_at timestamp with time zone
kurs.product.name text not null
kurs.product.external_id text
kurs.product.family text
kurs.product.list_price_minor bigint
kurs.product.currency text
kurs.product_version.workspace_id uuid not null
kurs.product_version.id uuid not null
kurs.product_version.archived_at timestamp with time zone
kurs.product_version.name text not null
kurs.product_version.external_id text
kurs.product_version.family text
kurs.product_version.list_price_minor bigint
kurs.product_version.currency text
kurs.product_version.valid_from timestamp with time zone not null
kurs.product_version.valid_to timestamp with time zone not null
kurs.product_version.set_from bigint not null
kurs.product_version.set_to bigint
kurs.retraction.workspace_id uuid not null
kurs.retraction.entity text not null
kurs.retraction.entity_id uuid not null
kurs.retraction.retracted_set_id bigint not null
kurs.retraction.set_id bigint not null
kurs.sample.workspace_id uuid not null
kurs.sample.id uuid not null
kurs.sample.seed bigint not null
kurs.sample.end_on date not null
kurs.sample.done_count integer not null default 0
kurs.sample.job_id uuid
kurs.sample.created_at timestamp with time zone not null
kurs.stage.workspace_id uuid not null
kurs.stage.id uuid not null
kurs.stage.version integer not null
kurs.stage.changed_at timestamp with time zone not null
kurs.stage.archived_at timestamp with time zone
kurs.stage.pipeline_id uuid not null
kurs.stage.name text not null
kurs.stage.external_id text
kurs.stage."position" integer not null
kurs.stage.kind text not null
kurs.stage.probability_ratio double precision not null
kurs.stage.forecast_category text not null
kurs.stage_version.workspace_id uuid not null
kurs.stage_version.id uuid not null
kurs.stage_version.archived_at timestamp with time zone
kurs.stage_version.pipeline_id uuid not null
kurs.stage_version.name text not null
kurs.stage_version.external_id text
kurs.stage_version."position" integer not null
kurs.stage_version.kind text not null
kurs.stage_version.probability_ratio double precision not null
kurs.stage_version.forecast_category text not null
kurs.stage_version.valid_from timestamp with time zone not null
kurs.stage_version.valid_to timestamp with time zone not null
kurs.stage_version.set_from bigint not null
kurs.stage_version.set_to bigint
kurs.target.workspace_id uuid not null
kurs.target.id uuid not null
kurs.target.version integer not null
kurs.target.changed_at timestamp with time zone not null
kurs.target.archived_at timestamp with time zone
kurs.target.person_id uuid
kurs.target.team_id uuid
kurs.target.metric text not null
kurs.target.granularity text not null
kurs.target.starts_on date not null
kurs.target.value bigint not null
kurs.target.currency text
kurs.target_version.workspace_id uuid not null
kurs.target_version.id uuid not null
kurs.target_version.archived_at timestamp with time zone
kurs.target_version.person_id uuid
kurs.target_version.team_id uuid
kurs.target_version.metric text not null
kurs.target_version.granularity text not null
kurs.target_version.starts_on date not null
kurs.target_version.value bigint not null
kurs.target_version.currency text
kurs.target_version.valid_from timestamp with time zone not null
kurs.target_version.valid_to timestamp with time zone not null
kurs.target_version.set_from bigint not null
kurs.target_version.set_to bigint
kurs.team.workspace_id uuid not null
kurs.team.id uuid not null
kurs.team.version integer not null
kurs.team.changed_at timestamp with time zone not null
kurs.team.archived_at timestamp with time zone
kurs.team.name text not null
kurs.team.external_id text
kurs.team.parent_id uuid
kurs.team.lead_id uuid
kurs.team_version.workspace_id uuid not null
kurs.team_version.id uuid not null
kurs.team_version.archived_at timestamp with time zone
kurs.team_version.name text not null
kurs.team_version.external_id text
kurs.team_version.parent_id uuid
kurs.team_version.lead_id uuid
kurs.team_version.valid_from timestamp with time zone not null
kurs.team_version.valid_to timestamp with time zone not null
kurs.team_version.set_from bigint not null
kurs.team_version.set_to bigint
kurs.view.workspace_id uuid not null
kurs.view.id uuid not null
kurs.view.version integer not null
kurs.view.changed_at timestamp with time zone not null
kurs.view.archived_at timestamp with time zone
kurs.view.user_id uuid not null
kurs.view.page text not null
kurs.view.name text not null
kurs.view.is_shared boolean not null
kurs.view.state jsonb not null
kurs.workspace.workspace_id uuid not null
kurs.workspace.id uuid not null
kurs.workspace.version integer not null
kurs.workspace.changed_at timestamp with time zone not null
kurs.workspace.archived_at timestamp with time zone
kurs.workspace.name text not null
kurs.workspace.currency text not null
kurs.workspace.time_zone text not null
kurs.workspace.fiscal_year_start_month integer not null
kurs.workspace.week_start integer not null
kurs.workspace.languages text[] not null
kurs.workspace_version.workspace_id uuid not null
kurs.workspace_version.id uuid not null
kurs.workspace_version.archived_at timestamp with time zone
kurs.workspace_version.name text not null
kurs.workspace_version.currency text not null
kurs.workspace_version.time_zone text not null
kurs.workspace_version.fiscal_year_start_month integer not null
kurs.workspace_version.week_start integer not null
kurs.workspace_version.languages text[] not null
kurs.workspace_version.valid_from timestamp with time zone not null
kurs.workspace_version.valid_to timestamp with time zone not null
kurs.workspace_version.set_from bigint not null
kurs.workspace_version.set_to bigint

-- Constraints
identity.account_user: account_user_email_check CHECK ((email = lower(email)))
identity.account_user: account_user_email_key UNIQUE (email)
identity.account_user: account_user_language_check CHECK ((language = ANY (ARRAY['uk'::text, 'en'::text])))
identity.account_user: account_user_pkey PRIMARY KEY (id)
identity.api_key: api_key_pkey PRIMARY KEY (id)
identity.api_key: api_key_token_hash_key UNIQUE (token_hash)
identity.api_key: api_key_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.account_user(id)
identity.api_key: api_key_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspace(id)
identity.invitation: invitation_created_by_fkey FOREIGN KEY (created_by) REFERENCES identity.account_user(id)
identity.invitation: invitation_pkey PRIMARY KEY (id)
identity.invitation: invitation_role_check CHECK ((role = ANY (ARRAY['administrator'::text, 'operations'::text, 'manager'::text, 'seller'::text, 'viewer'::text])))
identity.invitation: invitation_token_hash_key UNIQUE (token_hash)
identity.invitation: invitation_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspace(id)
identity.member: member_pkey PRIMARY KEY (workspace_id, user_id)
identity.member: member_role_check CHECK ((role = ANY (ARRAY['administrator'::text, 'operations'::text, 'manager'::text, 'seller'::text, 'viewer'::text])))
identity.member: member_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.account_user(id)
identity.member: member_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspace(id)
identity.password_reset: password_reset_pkey PRIMARY KEY (token_hash)
identity.password_reset: password_reset_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.account_user(id)
identity.password_reset: password_reset_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspace(id)
identity.session: session_id_key UNIQUE (id)
identity.session: session_pkey PRIMARY KEY (token_hash)
identity.session: session_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.account_user(id)
identity.setup_token: setup_token_pkey PRIMARY KEY (token_hash)
identity.sign_in_failure: sign_in_failure_pkey PRIMARY KEY (id)
identity.workspace: workspace_pkey PRIMARY KEY (id)
identity.workspace: workspace_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text))
identity.workspace: workspace_slug_key UNIQUE (slug)
jobs.job: job_pkey PRIMARY KEY (workspace_id, id)
jobs.job: job_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text])))
jobs.schedule: schedule_at_time_check CHECK ((at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text))
jobs.schedule: schedule_pkey PRIMARY KEY (workspace_id, kind)
jobs.schedule: schedule_week_day_check CHECK (((week_day >= 1) AND (week_day <= 7)))
kurs.account: account_pkey PRIMARY KEY (workspace_id, id)
kurs.account: account_workspace_id_owner_id_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES kurs.person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.account: account_workspace_id_parent_id_fkey FOREIGN KEY (workspace_id, parent_id) REFERENCES kurs.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.account_version: account_version_check CHECK ((valid_from < valid_to))
kurs.account_version: account_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.activity: activity_kind_check CHECK ((kind = ANY (ARRAY['call'::text, 'email'::text, 'meeting'::text, 'task'::text, 'note'::text, 'event'::text])))
kurs.activity: activity_pkey PRIMARY KEY (workspace_id, id)
kurs.activity: activity_workspace_id_account_id_fkey FOREIGN KEY (workspace_id, account_id) REFERENCES kurs.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.activity: activity_workspace_id_contact_id_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES kurs.contact(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.activity: activity_workspace_id_deal_id_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES kurs.deal(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.activity: activity_workspace_id_owner_id_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES kurs.person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.chain_head: chain_head_pkey PRIMARY KEY (workspace_id)
kurs.change: change_kind_check CHECK ((kind = ANY (ARRAY['create'::text, 'update'::text, 'undo'::text])))
kurs.change: change_pkey PRIMARY KEY (workspace_id, entity, entity_id, version, ord)
kurs.change_set: change_set_pkey PRIMARY KEY (workspace_id, set_id)
kurs.change_set: change_set_workspace_id_seq_key UNIQUE (workspace_id, seq)
kurs.contact: contact_pkey PRIMARY KEY (workspace_id, id)
kurs.contact: contact_workspace_id_account_id_fkey FOREIGN KEY (workspace_id, account_id) REFERENCES kurs.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.contact: contact_workspace_id_owner_id_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES kurs.person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.contact_version: contact_version_check CHECK ((valid_from < valid_to))
kurs.contact_version: contact_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.currency_rate: currency_rate_pkey PRIMARY KEY (workspace_id, id)
kurs.currency_rate: currency_rate_rate_check CHECK ((rate > (0)::numeric))
kurs.currency_rate: currency_rate_workspace_id_currency_quote_rated_on_key UNIQUE (workspace_id, currency, quote, rated_on)
kurs.deal: deal_forecast_category_check CHECK ((forecast_category = ANY (ARRAY['pipeline'::text, 'best_case'::text, 'commit'::text, 'omitted'::text])))
kurs.deal: deal_pkey PRIMARY KEY (workspace_id, id)
kurs.deal: deal_status_check CHECK ((status = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])))
kurs.deal: deal_workspace_id_account_id_fkey FOREIGN KEY (workspace_id, account_id) REFERENCES kurs.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.deal: deal_workspace_id_contact_id_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES kurs.contact(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.deal: deal_workspace_id_owner_id_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES kurs.person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.deal: deal_workspace_id_pipeline_id_fkey FOREIGN KEY (workspace_id, pipeline_id) REFERENCES kurs.pipeline(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.deal: deal_workspace_id_product_id_fkey FOREIGN KEY (workspace_id, product_id) REFERENCES kurs.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.deal: deal_workspace_id_stage_id_fkey FOREIGN KEY (workspace_id, stage_id) REFERENCES kurs.stage(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.deal_version: deal_version_check CHECK ((valid_from < valid_to))
kurs.deal_version: deal_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.forecast_run: forecast_run_kind_check CHECK ((kind = ANY (ARRAY['recorded'::text, 'reconstructed'::text])))
kurs.forecast_run: forecast_run_pkey PRIMARY KEY (workspace_id, id)
kurs.forecast_run: forecast_run_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'done'::text, 'failed'::text])))
kurs.idempotency: idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
kurs.idempotency: idempotency_pkey PRIMARY KEY (workspace_id, caller, key)
kurs.import: import_pkey PRIMARY KEY (workspace_id, id)
kurs.import: import_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'previewing'::text, 'ready'::text, 'applying'::text, 'applied'::text, 'refused'::text, 'failed'::text, 'undoing'::text, 'undone'::text, 'cancelled'::text])))
kurs.import_mapping: import_mapping_pkey PRIMARY KEY (workspace_id, id)
kurs.import_mapping: import_mapping_workspace_id_name_key UNIQUE (workspace_id, name)
kurs.membership: membership_check CHECK (((to_on IS NULL) OR (from_on IS NULL) OR (to_on >= from_on)))
kurs.membership: membership_pkey PRIMARY KEY (workspace_id, id)
kurs.membership: membership_workspace_id_person_id_fkey FOREIGN KEY (workspace_id, person_id) REFERENCES kurs.person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.membership: membership_workspace_id_team_id_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES kurs.team(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.membership_version: membership_version_check CHECK ((valid_from < valid_to))
kurs.membership_version: membership_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.person: person_pkey PRIMARY KEY (workspace_id, id)
kurs.person_version: person_version_check CHECK ((valid_from < valid_to))
kurs.person_version: person_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.pipeline: pipeline_pkey PRIMARY KEY (workspace_id, id)
kurs.pipeline_version: pipeline_version_check CHECK ((valid_from < valid_to))
kurs.pipeline_version: pipeline_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.product: product_pkey PRIMARY KEY (workspace_id, id)
kurs.product_version: product_version_check CHECK ((valid_from < valid_to))
kurs.product_version: product_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.retraction: retraction_pkey PRIMARY KEY (workspace_id, entity, entity_id, retracted_set_id)
kurs.sample: sample_pkey PRIMARY KEY (workspace_id)
kurs.stage: stage_forecast_category_check CHECK ((forecast_category = ANY (ARRAY['pipeline'::text, 'best_case'::text, 'commit'::text, 'closed'::text, 'omitted'::text])))
kurs.stage: stage_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])))
kurs.stage: stage_pkey PRIMARY KEY (workspace_id, id)
kurs.stage: stage_probability_ratio_check CHECK (((probability_ratio >= ((0)::numeric)::double precision) AND (probability_ratio <= ((1)::numeric)::double precision)))
kurs.stage: stage_workspace_id_pipeline_id_fkey FOREIGN KEY (workspace_id, pipeline_id) REFERENCES kurs.pipeline(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.stage_version: stage_version_check CHECK ((valid_from < valid_to))
kurs.stage_version: stage_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.target: target_check CHECK (((person_id IS NULL) OR (team_id IS NULL)))
kurs.target: target_granularity_check CHECK ((granularity = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text])))
kurs.target: target_pkey PRIMARY KEY (workspace_id, id)
kurs.target: target_value_check CHECK ((value >= 0))
kurs.target: target_workspace_id_person_id_fkey FOREIGN KEY (workspace_id, person_id) REFERENCES kurs.person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.target: target_workspace_id_team_id_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES kurs.team(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.target_version: target_version_check CHECK ((valid_from < valid_to))
kurs.target_version: target_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.team: team_pkey PRIMARY KEY (workspace_id, id)
kurs.team: team_workspace_id_lead_id_fkey FOREIGN KEY (workspace_id, lead_id) REFERENCES kurs.person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.team: team_workspace_id_parent_id_fkey FOREIGN KEY (workspace_id, parent_id) REFERENCES kurs.team(workspace_id, id) DEFERRABLE INITIALLY DEFERRED
kurs.team_version: team_version_check CHECK ((valid_from < valid_to))
kurs.team_version: team_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)
kurs.view: view_page_check CHECK ((page = ANY (ARRAY['deals'::text, 'accounts'::text, 'contacts'::text, 'activities'::text])))
kurs.view: view_pkey PRIMARY KEY (workspace_id, id)
kurs.workspace: workspace_check CHECK ((id = workspace_id))
kurs.workspace: workspace_fiscal_year_start_month_check CHECK (((fiscal_year_start_month >= 1) AND (fiscal_year_start_month <= 12)))
kurs.workspace: workspace_pkey PRIMARY KEY (workspace_id, id)
kurs.workspace: workspace_week_start_check CHECK (((week_start >= 1) AND (week_start <= 7)))
kurs.workspace_version: workspace_version_check CHECK ((valid_from < valid_to))
kurs.workspace_version: workspace_version_pkey PRIMARY KEY (workspace_id, id, set_from, valid_from)

-- Indexes
CREATE INDEX account_live ON kurs.account_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX account_name ON kurs.account USING btree (workspace_id, name, id)
CREATE INDEX activity_deal ON kurs.activity USING btree (workspace_id, deal_id, happened_at)
CREATE INDEX activity_owner ON kurs.activity USING btree (workspace_id, owner_id, happened_at)
CREATE INDEX api_key_workspace ON identity.api_key USING btree (workspace_id)
CREATE INDEX change_set_of ON kurs.change USING btree (workspace_id, set_id, entity, entity_id)
CREATE INDEX change_set_recorded ON kurs.change_set USING btree (workspace_id, recorded_at, seq)
CREATE INDEX contact_live ON kurs.contact_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX contact_name ON kurs.contact USING btree (workspace_id, name, id)
CREATE INDEX deal_account ON kurs.deal USING btree (workspace_id, account_id)
CREATE INDEX deal_amount ON kurs.deal USING btree (workspace_id, amount_minor, id)
CREATE INDEX deal_close ON kurs.deal USING btree (workspace_id, close_on, id)
CREATE INDEX deal_created ON kurs.deal USING btree (workspace_id, created_on, id)
CREATE INDEX deal_live ON kurs.deal_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX deal_name ON kurs.deal USING btree (workspace_id, name, id)
CREATE INDEX deal_owner ON kurs.deal USING btree (workspace_id, owner_id)
CREATE INDEX deal_stage_close ON kurs.deal USING btree (workspace_id, stage_id, close_on, id)
CREATE INDEX deal_stage_closed ON kurs.deal USING btree (workspace_id, stage_id, closed_on, id)
CREATE INDEX deal_status_close ON kurs.deal USING btree (workspace_id, status, close_on, id)
CREATE INDEX forecast_run_recent ON kurs.forecast_run USING btree (workspace_id, as_of_on, created_at DESC)
CREATE INDEX idempotency_created ON kurs.idempotency USING btree (workspace_id, created_at)
CREATE INDEX import_recent ON kurs.import USING btree (workspace_id, created_at DESC, id)
CREATE INDEX invitation_workspace ON identity.invitation USING btree (workspace_id)
CREATE INDEX job_leased ON jobs.job USING btree (leased_until) WHERE (status = 'running'::text)
CREATE INDEX job_ready ON jobs.job USING btree (run_at) WHERE (status = 'queued'::text)
CREATE INDEX job_recent ON jobs.job USING btree (workspace_id, created_at DESC)
CREATE INDEX member_user ON identity.member USING btree (user_id)
CREATE INDEX membership_live ON kurs.membership_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX membership_person ON kurs.membership USING btree (workspace_id, person_id)
CREATE INDEX membership_team ON kurs.membership USING btree (workspace_id, team_id)
CREATE INDEX password_reset_user ON identity.password_reset USING btree (user_id)
CREATE INDEX person_live ON kurs.person_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX person_name ON kurs.person USING btree (workspace_id, name, id)
CREATE INDEX pipeline_live ON kurs.pipeline_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX pipeline_name ON kurs.pipeline USING btree (workspace_id, name, id)
CREATE INDEX product_live ON kurs.product_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX product_name ON kurs.product USING btree (workspace_id, name, id)
CREATE INDEX retraction_set ON kurs.retraction USING btree (workspace_id, set_id, entity, entity_id)
CREATE INDEX session_user_id ON identity.session USING btree (user_id)
CREATE INDEX sign_in_failure_email ON identity.sign_in_failure USING btree (email, failed_at)
CREATE INDEX stage_live ON kurs.stage_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX stage_name ON kurs.stage USING btree (workspace_id, name, id)
CREATE INDEX target_person ON kurs.target USING btree (workspace_id, person_id)
CREATE INDEX target_team ON kurs.target USING btree (workspace_id, team_id)
CREATE INDEX target_version_live ON kurs.target_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX team_live ON kurs.team_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE INDEX team_name ON kurs.team USING btree (workspace_id, name, id)
CREATE INDEX workspace_live ON kurs.workspace_version USING btree (workspace_id, id, valid_from) WHERE (set_to IS NULL)
CREATE UNIQUE INDEX account_external ON kurs.account USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX account_pkey ON kurs.account USING btree (workspace_id, id)
CREATE UNIQUE INDEX account_user_email_key ON identity.account_user USING btree (email)
CREATE UNIQUE INDEX account_user_pkey ON identity.account_user USING btree (id)
CREATE UNIQUE INDEX account_version_pkey ON kurs.account_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX activity_external ON kurs.activity USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX activity_pkey ON kurs.activity USING btree (workspace_id, id)
CREATE UNIQUE INDEX api_key_pkey ON identity.api_key USING btree (id)
CREATE UNIQUE INDEX api_key_token_hash_key ON identity.api_key USING btree (token_hash)
CREATE UNIQUE INDEX chain_head_pkey ON kurs.chain_head USING btree (workspace_id)
CREATE UNIQUE INDEX change_pkey ON kurs.change USING btree (workspace_id, entity, entity_id, version, ord)
CREATE UNIQUE INDEX change_set_pkey ON kurs.change_set USING btree (workspace_id, set_id)
CREATE UNIQUE INDEX change_set_workspace_id_seq_key ON kurs.change_set USING btree (workspace_id, seq)
CREATE UNIQUE INDEX contact_external ON kurs.contact USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX contact_pkey ON kurs.contact USING btree (workspace_id, id)
CREATE UNIQUE INDEX contact_version_pkey ON kurs.contact_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX currency_rate_pkey ON kurs.currency_rate USING btree (workspace_id, id)
CREATE UNIQUE INDEX currency_rate_workspace_id_currency_quote_rated_on_key ON kurs.currency_rate USING btree (workspace_id, currency, quote, rated_on)
CREATE UNIQUE INDEX deal_external ON kurs.deal USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX deal_pkey ON kurs.deal USING btree (workspace_id, id)
CREATE UNIQUE INDEX deal_version_pkey ON kurs.deal_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX forecast_run_pkey ON kurs.forecast_run USING btree (workspace_id, id)
CREATE UNIQUE INDEX idempotency_pkey ON kurs.idempotency USING btree (workspace_id, caller, key)
CREATE UNIQUE INDEX import_mapping_pkey ON kurs.import_mapping USING btree (workspace_id, id)
CREATE UNIQUE INDEX import_mapping_workspace_id_name_key ON kurs.import_mapping USING btree (workspace_id, name)
CREATE UNIQUE INDEX import_pkey ON kurs.import USING btree (workspace_id, id)
CREATE UNIQUE INDEX invitation_pkey ON identity.invitation USING btree (id)
CREATE UNIQUE INDEX invitation_token_hash_key ON identity.invitation USING btree (token_hash)
CREATE UNIQUE INDEX job_pkey ON jobs.job USING btree (workspace_id, id)
CREATE UNIQUE INDEX member_pkey ON identity.member USING btree (workspace_id, user_id)
CREATE UNIQUE INDEX membership_pkey ON kurs.membership USING btree (workspace_id, id)
CREATE UNIQUE INDEX membership_version_pkey ON kurs.membership_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX password_reset_pkey ON identity.password_reset USING btree (token_hash)
CREATE UNIQUE INDEX person_external ON kurs.person USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX person_pkey ON kurs.person USING btree (workspace_id, id)
CREATE UNIQUE INDEX person_version_pkey ON kurs.person_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX pipeline_external ON kurs.pipeline USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX pipeline_pkey ON kurs.pipeline USING btree (workspace_id, id)
CREATE UNIQUE INDEX pipeline_version_pkey ON kurs.pipeline_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX product_external ON kurs.product USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX product_pkey ON kurs.product USING btree (workspace_id, id)
CREATE UNIQUE INDEX product_version_pkey ON kurs.product_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX retraction_pkey ON kurs.retraction USING btree (workspace_id, entity, entity_id, retracted_set_id)
CREATE UNIQUE INDEX sample_pkey ON kurs.sample USING btree (workspace_id)
CREATE UNIQUE INDEX schedule_pkey ON jobs.schedule USING btree (workspace_id, kind)
CREATE UNIQUE INDEX session_id_key ON identity.session USING btree (id)
CREATE UNIQUE INDEX session_pkey ON identity.session USING btree (token_hash)
CREATE UNIQUE INDEX setup_token_pkey ON identity.setup_token USING btree (token_hash)
CREATE UNIQUE INDEX sign_in_failure_pkey ON identity.sign_in_failure USING btree (id)
CREATE UNIQUE INDEX stage_external ON kurs.stage USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX stage_pkey ON kurs.stage USING btree (workspace_id, id)
CREATE UNIQUE INDEX stage_version_pkey ON kurs.stage_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX target_one ON kurs.target USING btree (workspace_id, metric, granularity, starts_on, COALESCE(person_id, team_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX target_pkey ON kurs.target USING btree (workspace_id, id)
CREATE UNIQUE INDEX target_version_pkey ON kurs.target_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX team_external ON kurs.team USING btree (workspace_id, external_id)
CREATE UNIQUE INDEX team_pkey ON kurs.team USING btree (workspace_id, id)
CREATE UNIQUE INDEX team_version_pkey ON kurs.team_version USING btree (workspace_id, id, set_from, valid_from)
CREATE UNIQUE INDEX view_name ON kurs.view USING btree (workspace_id, user_id, page, lower(name)) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX view_pkey ON kurs.view USING btree (workspace_id, id)
CREATE UNIQUE INDEX workspace_pkey ON identity.workspace USING btree (id)
CREATE UNIQUE INDEX workspace_pkey ON kurs.workspace USING btree (workspace_id, id)
CREATE UNIQUE INDEX workspace_slug_key ON identity.workspace USING btree (slug)
CREATE UNIQUE INDEX workspace_version_pkey ON kurs.workspace_version USING btree (workspace_id, id, set_from, valid_from)

-- Row-level security
identity.account_user: enabled f, forced f
identity.api_key: enabled f, forced f
identity.invitation: enabled f, forced f
identity.member: enabled f, forced f
identity.password_reset: enabled f, forced f
identity.session: enabled f, forced f
identity.setup_token: enabled f, forced f
identity.sign_in_failure: enabled f, forced f
identity.workspace: enabled f, forced f
jobs.job: enabled t, forced t
jobs.schedule: enabled t, forced t
kurs.account: enabled t, forced t
kurs.account_version: enabled t, forced t
kurs.activity: enabled t, forced t
kurs.chain_head: enabled t, forced t
kurs.change: enabled t, forced t
kurs.change_set: enabled t, forced t
kurs.contact: enabled t, forced t
kurs.contact_version: enabled t, forced t
kurs.currency_rate: enabled t, forced t
kurs.deal: enabled t, forced t
kurs.deal_version: enabled t, forced t
kurs.forecast_run: enabled t, forced t
kurs.idempotency: enabled t, forced t
kurs.import: enabled t, forced t
kurs.import_mapping: enabled t, forced t
kurs.membership: enabled t, forced t
kurs.membership_version: enabled t, forced t
kurs.person: enabled t, forced t
kurs.person_version: enabled t, forced t
kurs.pipeline: enabled t, forced t
kurs.pipeline_version: enabled t, forced t
kurs.product: enabled t, forced t
kurs.product_version: enabled t, forced t
kurs.retraction: enabled t, forced t
kurs.sample: enabled t, forced t
kurs.stage: enabled t, forced t
kurs.stage_version: enabled t, forced t
kurs.target: enabled t, forced t
kurs.target_version: enabled t, forced t
kurs.team: enabled t, forced t
kurs.team_version: enabled t, forced t
kurs.view: enabled t, forced t
kurs.workspace: enabled t, forced t
kurs.workspace_version: enabled t, forced t

-- Policies
jobs.job: every_workspace for all to {kurs_jobs} using (true) with check ()
jobs.job: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
jobs.schedule: every_workspace for all to {kurs_jobs} using (true) with check ()
jobs.schedule: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.account: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.account_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.activity: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.chain_head: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.change: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.change_set: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.contact: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.contact_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.currency_rate: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.deal: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.deal_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.forecast_run: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.idempotency: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.import: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.import_mapping: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.membership: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.membership_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.person: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.person_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.pipeline: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.pipeline_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.product: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.product_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.retraction: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.sample: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.stage: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.stage_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.target: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.target_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.team: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.team_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.view: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.workspace: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()
kurs.workspace_version: own_workspace for all to {kurs_app} using ((workspace_id = kurs.current_workspace())) with check ()

-- Triggers
CREATE TRIGGER only_added_to BEFORE DELETE OR UPDATE OR TRUNCATE ON kurs.change FOR EACH STATEMENT EXECUTE FUNCTION kurs.refuse_rewriting()
CREATE TRIGGER only_added_to BEFORE DELETE OR UPDATE OR TRUNCATE ON kurs.change_set FOR EACH STATEMENT EXECUTE FUNCTION kurs.refuse_rewriting()
CREATE TRIGGER only_added_to BEFORE DELETE OR UPDATE OR TRUNCATE ON kurs.retraction FOR EACH STATEMENT EXECUTE FUNCTION kurs.refuse_rewriting()

-- Functions
CREATE OR REPLACE FUNCTION kurs.analyze_grown() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '' AS $function$ declare grown text; begin select string_agg(c.oid::regclass::text, ', ') into grown from pg_catalog.pg_class c where c.relnamespace = 'kurs'::regnamespace and c.relkind = 'r' and pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) > greatest(c.reltuples, 1000) and exists (select from pg_catalog.pg_constraint f where f.contype = 'f' and f.confrelid = c.oid); if grown is not null then execute 'analyze (skip_locked) ' || grown; end if; end $function$
CREATE OR REPLACE FUNCTION kurs.current_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE RETURN (NULLIF(current_setting('kurs.workspace_id'::text, true), ''::text))::uuid
CREATE OR REPLACE FUNCTION kurs.raise_walls() RETURNS void LANGUAGE plpgsql AS $function$ declare t text; begin for t in select tablename from pg_tables where schemaname = 'kurs' loop execute format('alter table kurs.%I enable row level security', t); execute format('alter table kurs.%I force row level security', t); if not exists (select from pg_policies where schemaname = 'kurs' and tablename = t) then execute format('create policy own_workspace on kurs.%I to kurs_app using (workspace_id = kurs.current_workspace())', t); end if; execute format('grant select, insert on kurs.%I to kurs_app', t); if t not in ('change', 'change_set', 'retraction') then execute format('grant update, delete on kurs.%I to kurs_app', t); end if; end loop; end $function$
CREATE OR REPLACE FUNCTION kurs.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $function$ begin raise exception 'the change log is only ever added to (%)', tg_table_name using errcode = 'insufficient_privilege'; end $function$

-- Aggregates
kurs.jsonb_merge(jsonb): jsonb_concat over jsonb, from {}

-- Sequences
identity.sign_in_failure_id_seq: bigint from 1 by 1
kurs.change_set_id: bigint from 1 by 1

-- Roles
kurs_app: superuser f, inherits t, makes roles f, makes databases f, logs in f, bypasses row-level security f
kurs_identity: superuser f, inherits t, makes roles f, makes databases f, logs in f, bypasses row-level security f
kurs_jobs: superuser f, inherits t, makes roles f, makes databases f, logs in f, bypasses row-level security f

-- Grants on schemas, sequences and functions
function kurs.analyze_grown(): EXECUTE to kurs_app
function kurs.current_workspace(): EXECUTE to everybody
function kurs.jsonb_merge(jsonb): EXECUTE to everybody
function kurs.refuse_rewriting(): EXECUTE to everybody
schema identity: USAGE to kurs_identity
schema jobs: USAGE to kurs_app
schema jobs: USAGE to kurs_jobs
schema kurs: USAGE to kurs_app
schema kurs: USAGE to kurs_jobs
schema public: USAGE to kurs_app
sequence kurs.change_set_id: USAGE to kurs_app

-- Grants
identity.account_user: DELETE, INSERT, SELECT, UPDATE to kurs_identity
identity.api_key: DELETE, INSERT, SELECT, UPDATE to kurs_identity
identity.invitation: DELETE, INSERT, SELECT, UPDATE to kurs_identity
identity.member: DELETE, INSERT, SELECT, UPDATE to kurs_identity
identity.password_reset: DELETE, INSERT, SELECT, UPDATE to kurs_identity
identity.session: DELETE, INSERT, SELECT, UPDATE to kurs_identity
identity.setup_token: DELETE, INSERT, SELECT, UPDATE to kurs_identity
identity.sign_in_failure: DELETE, INSERT, SELECT, UPDATE to kurs_identity
identity.workspace: DELETE, INSERT, SELECT, UPDATE to kurs_identity
jobs.job: INSERT, SELECT to kurs_app
jobs.job: SELECT, UPDATE to kurs_jobs
jobs.schedule: INSERT, SELECT, UPDATE to kurs_app
jobs.schedule: SELECT to kurs_jobs
kurs.account: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.account_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.activity: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.chain_head: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.change: INSERT, SELECT to kurs_app
kurs.change_set: INSERT, SELECT to kurs_app
kurs.contact: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.contact_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.currency_rate: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.deal: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.deal_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.forecast_run: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.idempotency: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.import: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.import_mapping: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.membership: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.membership_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.person: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.person_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.pipeline: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.pipeline_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.product: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.product_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.retraction: INSERT, SELECT to kurs_app
kurs.sample: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.stage: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.stage_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.target: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.target_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.team: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.team_version: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.view: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.workspace: DELETE, INSERT, SELECT, UPDATE to kurs_app
kurs.workspace_version: DELETE, INSERT, SELECT, UPDATE to kurs_app

-- Grants on columns
jobs.job.attempt: UPDATE to kurs_app
jobs.job.cancel_requested: UPDATE to kurs_app
jobs.job.finished_at: UPDATE to kurs_app
jobs.job.run_at: UPDATE to kurs_app
jobs.job.status: UPDATE to kurs_app
