'use client';

import type { OriginView } from '@segue/core/events';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import styles from './dashboard.module.css';
import { chartText, msText } from './words.ts';

interface LatencyChartProps {
  readonly history: OriginView['history'];
  readonly nowMs: number;
  readonly windowSeconds: number;
}

/** `lift` keeps the names of lines that end close together from lying on each other. */
const LINES = [
  { key: 'p99', stroke: 'var(--ink)', width: 2, lift: -7 },
  { key: 'p95', stroke: 'var(--mid)', width: 1.5, lift: 3 },
  { key: 'p50', stroke: 'var(--low)', width: 1.5, lift: 13 },
] as const;
const TICKS = 5;
const FONT = { fontSize: 11, fontFamily: 'var(--mono)' } as const;

/** Quantiles over the window, a point for each cell of time, named where they end; a gap where nobody made a gesture. */
export function LatencyChart({ history, nowMs, windowSeconds }: LatencyChartProps) {
  const minutes = windowSeconds / 60;
  const points = history.map(({ atMs, p50, p95, p99, n }) => ({ minutes: Math.min(0, (atMs - nowMs) / 60_000), p50, p95, p99, n }));
  const ticks = Array.from({ length: TICKS + 1 }, (_, i) => Math.round((i / TICKS - 1) * minutes));
  return (
    <div className={styles['chart']} role="img" aria-label={chartText(history, windowSeconds)}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={points} margin={{ top: 10, right: 34, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="minutes"
            type="number"
            domain={[-minutes, 0]}
            ticks={ticks}
            tickFormatter={(tick: number) => (tick === 0 ? 'now' : tick === -minutes ? `−${minutes} min` : `−${-tick}`)}
            tick={{ fill: 'var(--low)', ...FONT }}
            stroke="var(--line)"
            tickLine={false}
          />
          <YAxis width={40} tick={{ fill: 'var(--low)', ...FONT }} stroke="var(--line)" tickLine={false} axisLine={false} />
          <Tooltip
            isAnimationActive={false}
            contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 10, color: 'var(--ink)' }}
            labelFormatter={(ago, payload) => `${Math.round(-Number(ago) * 60)} s ago, n ${payload[0]?.payload?.n ?? 0}`}
            formatter={(value, name) => [msText(typeof value === 'number' ? value : null), name]}
          />
          {LINES.map(({ key, stroke, width, lift }) => {
            const last = points.findLastIndex((point) => point[key] !== null);
            return (
              <Line
                key={key}
                dataKey={key}
                stroke={stroke}
                strokeWidth={width}
                dot={{ r: 1.5, fill: stroke, strokeWidth: 0 }}
                isAnimationActive={false}
                label={({ x, y, index }: { readonly x?: unknown; readonly y?: unknown; readonly index?: number }) =>
                  index === last ? (
                    <text key={key} x={Number(x) + 6} y={Number(y) + lift} fill={stroke} {...FONT}>
                      {key}
                    </text>
                  ) : (
                    <g key={`${key}/${index}`} />
                  )
                }
              />
            );
          })}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
