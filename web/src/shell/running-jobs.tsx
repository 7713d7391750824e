import { Popover, UnstyledButton } from '@mantine/core'
import { IconProgressCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState, type ComponentProps } from 'react'
import { useT } from '../i18n.tsx'
import { JobLine } from './job-line.tsx'
import classes from './jobs.module.css'
import { useSession } from './session.tsx'
import { useOpenJobs } from './use-open-jobs.ts'

/** How many works run, wherever one is; pressed, which and how far. */
export function RunningJobs() {
  const t = useT()
  const { workspace } = useSession()
  const jobs = useOpenJobs()
  const [isOpen, setIsOpen] = useState(false)
  const label = t('jobs.running', { count: jobs.length })
  const all = { to: '/w/$workspace/jobs', params: { workspace: workspace.slug } }
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={340} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.button}
          data-running={jobs.length > 0 || undefined}
          aria-label={label}
          onClick={() => setIsOpen((was) => !was)}
        >
          <IconProgressCheck size={18} aria-hidden />
          {jobs.length > 0 && <span>{jobs.length}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={label}>
        <div className={classes.drop}>
          {jobs.length === 0 && <p className={classes.none}>{t('jobs.open.empty')}</p>}
          <ul className={classes.lines}>
            {jobs.map((job) => (
              <JobLine key={job.id} job={job} />
            ))}
          </ul>
          <Link
            {...(all as unknown as ComponentProps<typeof Link>)}
            className={classes.all}
            onClick={() => setIsOpen(false)}
          >
            {t('jobs.all')}
          </Link>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
