import type { OperatorView, Origin, OriginView } from '@segue/core/events';
import type { ReactNode } from 'react';
import styles from './dashboard.module.css';
import { ExperimentsPane } from './experiments-pane.tsx';
import { HeatMap } from './heat-map.tsx';
import { hotRows, noHotText } from './hot-rows.ts';
import { LatencyChart } from './latency-chart.tsx';
import { Pane, Rows, Table } from './pane.tsx';
import { PathStrip } from './path-strip.tsx';
import { PlaysPane } from './plays-pane.tsx';
import { RankersPane } from './rankers-pane.tsx';
import { countText, fewText, lagSecondsText, msText, ORIGIN_NAMES, shareText, spanText, windowText } from './words.ts';

interface ScreenProps {
  readonly view: OperatorView;
  /** How long nothing has been heard since, once that makes it old news. */
  readonly silentMs: number | null;
  /** Whose gestures are shown; they are never mixed. */
  readonly origin: Origin | null;
  readonly onOrigin: (origin: Origin) => void;
  /** What stands for whoever looks; beneath what is of everybody. */
  readonly own: ReactNode;
}

/** One view, drawn: the sentence, the way of a gesture, and three columns of cards. */
export function Screen({ view, silentMs, origin, onOrigin, own }: ScreenProps) {
  const shown = view.origins.find((one) => one.origin === origin);
  const window = windowText(view.windowSeconds);
  return (
    <>
      <section className={styles['top']} aria-label="In one sentence">
        <p className={styles['sentence']} data-healthy={silentMs === null ? view.healthy : false} data-testid="sentence">
          {silentMs !== null && `No news for ${spanText(silentMs)}. Last heard: `}
          {view.sentence}
        </p>
        {shown && <PathStrip path={shown.path} steps={shown.steps} painted={shown.painted} clockErrorMs={shown.clockErrorMs} />}
      </section>
      <fieldset className={styles['origins']}>
        <legend className="spoken">Whose gestures</legend>
        {view.origins.map((one) => (
          <button key={one.origin} type="button" aria-pressed={one.origin === origin} onClick={() => onOrigin(one.origin)}>
            {ORIGIN_NAMES[one.origin]} <span>{countText(one.gestures)}</span>
          </button>
        ))}
      </fieldset>
      <div className={styles['grid']}>
        <div className={styles['stack']} data-wide="true">
          <Latency view={view} shown={shown} />
          <Pane title="Latency heat map" note={`ms, each column ${view.windowSeconds / 60} s`}>
            {shown && shown.slate.n + shown.painted.n > 0 ? (
              <HeatMap history={shown.history} window={window} />
            ) : (
              <Nobody window={window} />
            )}
          </Pane>
          {own}
        </div>
        <div className={styles['stack']}>
          <Pane title="Lag by partition" note="now">
            <Table
              columns={['partition', 'events', 'oldest', 'verdict']}
              rows={view.lag.map(({ topic, partition, events, seconds, trend }) => [
                `${topic}-${partition}`,
                countText(events),
                lagSecondsText(events, seconds),
                trend,
              ])}
              empty="No partition has said anything yet."
            />
          </Pane>
          <PlaysPane plays={shown?.plays} windowSeconds={view.windowSeconds} />
          <RankersPane rankers={view.rankers.filter((one) => one.origin === origin)} />
          <Pane title="Throughput and caches" note={`last ${window}`}>
            <Rows rows={throughputRows(view, shown)} empty="" />
          </Pane>
        </div>
        <div className={styles['stack']}>
          <Pane title="Hotspots" note={`last minute, n ${countText(view.hot.gestures)}`}>
            <Rows rows={hotRows(view, shown)} empty={noHotText(view.hot)} />
          </Pane>
          <Pane title="By step" note={`ms, last ${window}`}>
            <Table
              columns={['step', 'p50', 'p95', 'p99', 'n']}
              rows={(shown?.steps ?? []).map(({ step, figure: { p50, p95, p99, n } }) => [
                step.replaceAll('_', ' '),
                msText(p50),
                msText(p95),
                msText(p99),
                countText(n),
              ])}
              empty="Nothing yet."
            />
          </Pane>
          <ExperimentsPane experiments={view.experiments.filter((one) => one.origin === origin)} />
        </div>
      </div>
    </>
  );
}

function Latency({ view, shown }: { readonly view: OperatorView; readonly shown: OriginView | undefined }) {
  const isPainted = (shown?.painted.n ?? 0) > 0;
  const figure = shown && (isPainted ? shown.painted : shown.slate);
  const note = figure ? `p50 ${msText(figure.p50)} · p95 ${msText(figure.p95)} · p99 ${msText(figure.p99)}` : '';
  return (
    <Pane title={isPainted ? 'Gesture to painted list' : 'Gesture at the api to slate'} note={note}>
      {shown && figure && figure.n > 0 ? (
        <>
          <LatencyChart history={shown.history} nowMs={view.atMs} windowSeconds={view.windowSeconds} />
          <p className={styles['note']}>
            {fewText(figure) ?? `n ${countText(figure.n)}`}.{' '}
            {isPainted ? 'By the browsers’ own clocks, movement apart.' : 'No page painted these.'}
            {shown.delayed.n > 0 &&
              ` Held back, sent again or painted while hidden: ${countText(shown.delayed.n)}, middle ${msText(shown.delayed.p50)}, not counted above.`}
          </p>
        </>
      ) : (
        <Nobody window={windowText(view.windowSeconds)} />
      )}
    </Pane>
  );
}

const Nobody = ({ window }: { readonly window: string }) => (
  <p className={styles['note']}>Nobody has made a gesture in the last {window}.</p>
);

function throughputRows({ sockets, cache, index }: OperatorView, shown: OriginView | undefined) {
  return [
    { name: 'gestures a second', value: shown ? shown.perSecond.toFixed(1) : '0', of: `n ${countText(shown?.gestures ?? 0)}` },
    { name: 'open sockets', value: countText(sockets), of: 'now' },
    { name: 'slate cache hits', value: cache.asked > 0 ? shareText(cache.hits / cache.asked) : '–', of: `n ${countText(cache.asked)}` },
    { name: 'index recall@10', value: index.recallAt10 === null ? 'exact scan' : index.recallAt10.toFixed(3), of: 'sampled' },
    { name: 'tracks', value: countText(index.tracks), of: 'now' },
  ];
}
