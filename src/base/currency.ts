/** Digits of the minor units that are not a hundredth (ISO 4217, table A.1). */
export const unusualExponents: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
])

/**
 * Decimal digits of a currency's minor unit: UAH 2, JPY 0, KWD 3.
 * @param currency ISO 4217 alphabetic code in capitals
 */
export const minorUnitExponent = (currency: string): number => unusualExponents.get(currency) ?? 2
