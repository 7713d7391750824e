#!/usr/bin/env node
// npm start: installs and builds what is missing, then runs the server in this terminal.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from './lib-build.mjs'
import { installIfNeeded } from './lib-install.mjs'
import { checkoutDir, fail, requireNode, toStdout } from './lib-terminal.mjs'

requireNode()
await installIfNeeded(toStdout)
await buildIfStale(toStdout).catch((error) => fail(`The build failed: ${error.message}`))

const program = join(checkoutDir, 'dist', 'server.js')
if (!existsSync(program)) fail('There is no src/http/main.ts to run in this checkout.')

// In a process group of its own: the terminal and npm each send Ctrl-C to a whole group, and the server would
// take the second one for an impatient reader. It gets exactly what is passed on below.
const args = ['--enable-source-maps', program, ...process.argv.slice(2)]
const server = spawn(process.execPath, args, { stdio: 'inherit', detached: true })
let passedAtMs = -Infinity
const passOn = (signal) => {
  if (performance.now() - passedAtMs < 500) return
  passedAtMs = performance.now()
  server.kill(signal)
}
process.on('SIGINT', () => passOn('SIGINT'))
process.on('SIGTERM', () => passOn('SIGTERM'))
process.on('SIGHUP', () => passOn('SIGTERM'))
server.once('error', (error) => fail(`The server could not be run: ${error.message}`))
server.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
