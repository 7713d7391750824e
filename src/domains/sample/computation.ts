import { defineComputation } from '../../platform/compute/computation.ts'
import { fileText, sampleFiles, type SampleFile } from './files.ts'
import { generateCompany } from './generate.ts'
import type { Currency } from './rates.ts'

export type MadeFile = { kind: SampleFile; text: string; rowCount: number }

/** The files of the sample company, made on a thread: it takes about a second. */
export const sampleComputation = defineComputation<
  { seed: number; endOn: string; quote: Currency },
  SampleFile,
  MadeFile[]
>({
  name: 'sample',
  *run({ seed, endOn, quote }) {
    const company = generateCompany(seed, endOn)
    const files: MadeFile[] = []
    for (const kind of sampleFiles) {
      const text = fileText(kind, company, quote)
      files.push({ kind, text, rowCount: text.split('\n').length - 2 })
      yield kind
    }
    return files
  },
})
