import {
  IconAddressBook,
  IconBuilding,
  IconChartBar,
  IconChecklist,
  IconFileImport,
  IconHome,
  IconProgressCheck,
  IconSettings,
  IconTarget,
  IconTargetArrow,
  IconUsers,
  IconCoins,
  type Icon,
} from '@tabler/icons-react'
import type { MessageKey } from '../../../src/locales/en/index.ts'

export type Place = { label: MessageKey; to: string; icon: Icon }
export type Area = { label: MessageKey | null; places: readonly Place[] }

const inWorkspace = '/w/$workspace'

/** Home and Insight on top, then the areas of sales operations. A place is shown once its page exists. */
export const areas: readonly Area[] = [
  { label: null, places: [{ label: 'nav.home', to: inWorkspace, icon: IconHome }] },
  { label: 'area.insight', places: [{ label: 'nav.metrics', to: `${inWorkspace}/metrics`, icon: IconChartBar }] },
  { label: 'area.strategy', places: [{ label: 'nav.forecast', to: `${inWorkspace}/forecast`, icon: IconTargetArrow }] },
  {
    label: 'area.operations',
    places: [
      { label: 'nav.deals', to: `${inWorkspace}/deals`, icon: IconCoins },
      { label: 'nav.accounts', to: `${inWorkspace}/accounts`, icon: IconBuilding },
      { label: 'nav.contacts', to: `${inWorkspace}/contacts`, icon: IconAddressBook },
      { label: 'nav.activities', to: `${inWorkspace}/activities`, icon: IconChecklist },
      { label: 'nav.imports', to: `${inWorkspace}/import`, icon: IconFileImport },
      { label: 'jobs.title', to: `${inWorkspace}/jobs`, icon: IconProgressCheck },
    ],
  },
  { label: 'area.performance', places: [{ label: 'nav.targets', to: `${inWorkspace}/targets`, icon: IconTarget }] },
  { label: 'area.people', places: [{ label: 'nav.people', to: `${inWorkspace}/people`, icon: IconUsers }] },
]
export const settings: Place = { label: 'nav.settings', to: `${inWorkspace}/settings`, icon: IconSettings }

/** Places whose address the router answers. */
export function existing(all: readonly Area[], knows: (path: string) => boolean): Area[] {
  return all
    .map((area) => ({ ...area, places: area.places.filter((place) => knows(place.to)) }))
    .filter((area) => area.places.length > 0)
}
