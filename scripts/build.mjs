#!/usr/bin/env node
// Builds dist/ when its sources changed: npm run build
import { buildIfStale } from './lib-build.mjs'
import { installIfNeeded } from './lib-install.mjs'
import { toStdout } from './lib-terminal.mjs'

await installIfNeeded(toStdout)
const isBuilt = await buildIfStale(toStdout)
if (!isBuilt) toStdout('dist/ is up to date')
