/** Who wrote a change set. */
export type Author = { kind: string; user_id: string | null; api_key_id: string | null; name: string }

/** What a change set says of itself. */
export type ChangeSetHeader = {
  operation: string
  author: Author
  /** Where the change came from: `screen`, `api`, `cli`, `import`, … */
  source: string
  now: string
  reason?: string
  importId?: string
  undoesImportId?: string
}
