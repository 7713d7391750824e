/** The reference of a member or an invitation to a person, for `assertReferences`. */
export const linked = {
  name: 'linked',
  isVersioned: false,
  fields: { person_id: { type: 'uuid' as const, references: 'person' } },
}
