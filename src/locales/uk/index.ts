import type { Catalogue } from '../en/index.ts'
import { common } from './common.ts'
import { errors } from './errors.ts'
import { shell } from './shell.ts'

export const uk: Catalogue = { ...common, ...shell, ...errors }
