import type { Catalogue } from '../en/index.ts'
import { auth } from './auth.ts'
import { common } from './common.ts'
import { errors } from './errors.ts'
import { imports } from './imports.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'

export const uk: Catalogue = { ...common, ...shell, ...errors, ...auth, ...imports, ...settings }
