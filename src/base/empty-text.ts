const markers = new Set(['', '-', '–', '—', 'null', 'n/a', '#n/a', 'na', 'nan', 'none', '\\n', 'н/д', 'немає'])

/**
 * Whether a cell of a number, date or yes/no column says that there is no value: empty, "-", "N/A", "NULL", "н/д".
 * Not for texts: a company may be called "None".
 */
export const isEmptyMarker = (text: string): boolean => markers.has(text.trim().toLowerCase())
