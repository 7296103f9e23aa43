import type { OperatorView } from '@segue/core/events';
import styles from './dashboard.module.css';

type PartChipsProps = Pick<OperatorView, 'instances' | 'parts'>;

/** What runs, and what it stands on; what does not answer says so in words. */
export function PartChips({ instances, parts }: PartChipsProps) {
  const services = [...new Set(instances.map(({ service }) => service))];
  return (
    <ul className={styles['parts']} aria-label="Instances">
      {services.map((service) => {
        const of = instances.filter((one) => one.service === service);
        const troubles = of.flatMap((one) => troubleOf(one, parts));
        return (
          <li key={service} data-bad={troubles.length > 0}>
            {service} <strong>{of.length}</strong>
            {troubles.map((trouble) => (
              <span key={trouble}>{trouble}</span>
            ))}
          </li>
        );
      })}
      {parts.map(({ part, kind, up }) => (
        <li key={part} data-bad={!up}>
          {part} <strong>{kind}</strong>
          {!up && <span>does not answer</span>}
        </li>
      ))}
    </ul>
  );
}

function troubleOf({ instance, silent, heardMsAgo, down }: OperatorView['instances'][number], parts: OperatorView['parts']): string[] {
  if (silent) return [`${instance} not heard from for ${Math.round(heardMsAgo / 1000)} s`];
  // A part has a chip of its own.
  const own = down.filter((name) => !parts.some(({ part }) => part === name));
  return own.length > 0 ? [`${instance} without ${own.join(', ')}`] : [];
}
