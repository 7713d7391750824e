import './styles.ts'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { firstLanguage, loadCatalogue } from './i18n.tsx'
import { router } from './router.tsx'

const language = firstLanguage()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
const messages = await loadCatalogue(language)
createRoot(root).render(
  <App language={language} messages={messages}>
    <RouterProvider router={router} />
  </App>,
)
