#!/usr/bin/env node
// The command line, kurs: installs and builds what is missing, saying so on standard error, then runs it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfStale } from './lib-build.mjs'
import { installIfNeeded } from './lib-install.mjs'
import { checkoutDir, fail, requireNode, toStderr } from './lib-terminal.mjs'

requireNode()
await installIfNeeded(toStderr)
await buildIfStale(toStderr).catch((error) => fail(`The build failed: ${error.message}`))

const program = join(checkoutDir, 'dist', 'cli.js')
if (!existsSync(program)) fail('There is no src/cli/main.ts to run in this checkout.')
await import(pathToFileURL(program).href)
