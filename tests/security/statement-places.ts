import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import ts from 'typescript'

/** A place where something other than a parameter can become part of a statement's text. */
export type StatementPlace = { file: string; call: string }

const intoText = /^sql\.(lit|ref|table|id|raw|literal|identifier)$/
const senders = new Set(['query', 'run', 'runAndReadAll', 'runAndRead', 'stream', 'streamAndRead', 'prepare', 'exec'])
/** Statements of `db` take fragments of `sql` only: the types see to that. These take texts. */
const takesTexts = /(client|connection|pool|owner|#instance)$/i
const copies = new Set(['copyTo', 'copyFrom', 'run'])

/** Such calls in a source whose argument is not a plain literal, in order. */
export function statementPlaces(file: string, text: string): StatementPlace[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: StatementPlace[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isIntoStatement(node.expression, source)) {
      const [argument] = node.arguments
      if (argument && !ts.isStringLiteralLike(argument) && !ts.isNumericLiteral(argument))
        found.push({ file, call: node.getText(source).replaceAll(/\s+/g, ' ') })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isIntoStatement(callee: ts.Expression, source: ts.SourceFile): boolean {
  const text = callee.getText(source)
  if (intoText.test(text)) return true
  if (ts.isIdentifier(callee)) return copies.has(text)
  if (!ts.isPropertyAccessExpression(callee) || !senders.has(callee.name.text)) return false
  return takesTexts.test(callee.expression.getText(source))
}

/** Of all sources below a folder, tests aside. */
export async function statementPlacesIn(root: string): Promise<StatementPlace[]> {
  const names = await readdir(root, { recursive: true })
  const files = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()
  const texts = await Promise.all(files.map((name) => readFile(join(root, name), 'utf8')))
  return files.flatMap((name, i) => statementPlaces(relative(root, join(root, name)), texts[i] ?? ''))
}
