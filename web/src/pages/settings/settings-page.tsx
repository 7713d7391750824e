import { Tabs } from '@mantine/core'
import { useT } from '../../i18n.tsx'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { textOfSearch, useAddress } from '../use-address.ts'
import { BackupsTab } from '../backups/backups-tab.tsx'
import { AuditTab } from './audit-tab.tsx'
import { KeysTab } from './keys-tab.tsx'
import { MembersTab } from './members-tab.tsx'
import { PipelinesTab } from './pipelines-tab.tsx'
import { ProductsTab } from './products-tab.tsx'
import { RatesTab } from './rates-tab.tsx'
import { WorkspaceTab } from './workspace-tab.tsx'

/** A tab per subject; the tab stands in the address. */
export function SettingsPage() {
  const t = useT()
  const { role } = useSession()
  const { search, change } = useAddress()
  const mayAudit = role === 'administrator' || role === 'operations'
  const tab = textOfSearch(search['tab']) ?? 'workspace'
  return (
    <Page>
      <PageHeader title={t('settings.title')} note={t('settings.note')} />
      <Tabs
        value={tab}
        onChange={(next) =>
          change({ tab: next === 'workspace' ? null : next, kind: null, from: null, to: null, who: null })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="workspace">{t('settings.tab.workspace')}</Tabs.Tab>
          {role === 'administrator' && <Tabs.Tab value="members">{t('settings.tab.members')}</Tabs.Tab>}
          <Tabs.Tab value="keys">{t('settings.tab.keys')}</Tabs.Tab>
          <Tabs.Tab value="pipelines">{t('settings.tab.pipelines')}</Tabs.Tab>
          <Tabs.Tab value="products">{t('settings.tab.products')}</Tabs.Tab>
          <Tabs.Tab value="rates">{t('settings.tab.rates')}</Tabs.Tab>
          {mayAudit && <Tabs.Tab value="audit">{t('settings.tab.audit')}</Tabs.Tab>}
          {mayAudit && <Tabs.Tab value="backups">{t('backups.tab')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="workspace">
          <WorkspaceTab />
        </Tabs.Panel>
        {role === 'administrator' && (
          <Tabs.Panel value="members">
            <MembersTab />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="keys">
          <KeysTab />
        </Tabs.Panel>
        <Tabs.Panel value="pipelines">
          <PipelinesTab />
        </Tabs.Panel>
        <Tabs.Panel value="products">
          <ProductsTab />
        </Tabs.Panel>
        <Tabs.Panel value="rates">
          <RatesTab />
        </Tabs.Panel>
        {mayAudit && (
          <Tabs.Panel value="audit">
            <AuditTab />
          </Tabs.Panel>
        )}
        {mayAudit && (
          <Tabs.Panel value="backups">
            <BackupsTab />
          </Tabs.Panel>
        )}
      </Tabs>
    </Page>
  )
}
