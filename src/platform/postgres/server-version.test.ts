import { expect, test } from 'vitest'
import { versionProblem } from './server-version.ts'

test('15.14, 16.10, 17.6, 18.0 and newer majors are taken; 15.13, 16.9, 17.5 and 14 are not, with the way out', () => {
  for (const taken of [150_014, 150_020, 160_010, 170_006, 180_000, 180_004, 190_000])
    expect(versionProblem(taken), String(taken)).toBeNull()
  for (const refused of [150_013, 160_009, 170_005, 140_020, 130_000])
    expect(versionProblem(refused), String(refused)).toMatch(/needs 15\.14, 16\.10, 17\.6, 18\.0 or newer: update/)
})
