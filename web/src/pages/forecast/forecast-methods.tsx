import type { WindowForecast } from '../../../../src/domains/forecasts/schema.ts'
import { useFormat, useOptionalT, useT } from '../../i18n.tsx'
import classes from '../pages.module.css'
import { methodName } from './forecast-words.ts'

type Props = { window: WindowForecast; currency: string }

/** Every method with its number and how wrong it used to be. */
export function ForecastMethods({ window, currency }: Props) {
  const t = useT()
  const optional = useOptionalT()
  const format = useFormat()
  const scores = new Map(window.scores.map((score) => [score.method, score]))
  const rows = Object.keys(window.forecasts).sort(
    (a, b) => (scores.get(a)?.wape_ratio ?? Infinity) - (scores.get(b)?.wape_ratio ?? Infinity),
  )
  const percent = (ratio: number): string => format.percent(ratio)
  return (
    // A region that scrolls sideways must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('forecast.methods')}>
      <table className={classes.plain}>
        <thead>
          <tr>
            <th scope="col">{t('forecast.method')}</th>
            <th scope="col" data-right>
              {t('forecast.value')}
            </th>
            <th scope="col" data-right>
              {t('forecast.wape')}
            </th>
            <th scope="col" data-right>
              {t('forecast.bias')}
            </th>
            <th scope="col" data-right>
              {t('forecast.coverage')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((method) => {
            const said = window.forecasts[method]
            const score = scores.get(method)
            const isChosen = method === window.headline.method
            return (
              <tr key={method} data-chosen={isChosen || undefined}>
                <th scope="row">
                  {t(`forecast.method.${methodName(method)}`)}
                  {isChosen && <span className={classes.small}> · {t('forecast.is_headline')}</span>}
                  <div className={classes.small}>{t(`forecast.method_text.${methodName(method)}`)}</div>
                </th>
                <td data-right>
                  {said?.kind === 'forecast' ? (
                    format.moneyWhole(said.value_minor, currency)
                  ) : (
                    <span className={classes.muted}>
                      {optional(`forecast.insufficient.${said?.reason ?? ''}`) ?? t('stat.none')}
                    </span>
                  )}
                </td>
                <td data-right>
                  {score?.wape_ratio == null ? '–' : percent(score.wape_ratio)}
                  {score?.wape_interval && (
                    <div className={classes.small}>
                      {percent(score.wape_interval.low)} – {percent(score.wape_interval.high)}
                    </div>
                  )}
                  {score && score.origin_count > 0 && (
                    <div className={classes.small}>{t('forecast.origins', { count: score.origin_count })}</div>
                  )}
                </td>
                <td data-right>{score?.bias_ratio == null ? '–' : format.percentChange(score.bias_ratio)}</td>
                <td data-right>
                  {score?.coverage_80_ratio == null ? '–' : percent(score.coverage_80_ratio)}
                  {score && score.coverage_80_count > 0 && (
                    <div className={classes.small}>n = {score.coverage_80_count}</div>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className={classes.small}>{t('forecast.methods_note')}</p>
    </div>
  )
}
