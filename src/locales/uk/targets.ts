export const targets = {
  'targets.target_is': 'Ціль {target}',
  'targets.short_of': 'бракує {gap}',
  'targets.beyond': 'понад ціль {gap}',
  'targets.of_target': 'Від цілі',
  'targets.quarter': 'Цілі кварталу',
  'targets.none':
    'На цей квартал цілей не поставлено. Їх ставлять адміністратори та операційний відділ командним рядком або через API; тут будуть темп і виконання плану.',
  'targets.reached_of': '{actual} із {target}',
  'targets.at_pace': 'темп {pace}',
  'targets.company': 'Компанія',
  'targets.pace_note': 'День {gone} із {all}; риска на смузі — сьогодні. Темп 100 % — так швидко, як минають дні.',
} as const
