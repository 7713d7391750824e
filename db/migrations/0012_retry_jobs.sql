-- A job given up after its last try may be put back into the queue by whoever runs the workspace.
grant update (attempt, run_at) on jobs.job to kurs_app;
