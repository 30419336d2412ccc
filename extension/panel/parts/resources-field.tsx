import React from 'react';
import { usePanel } from './panel-context.ts';

/**
 * A choice among the resource profiles that the administrator offers. Its
 * callers show it only where there is more than one.
 */
export function ResourcesField(props: {
  readonly id: string;
  /** A profile's id; `undefined` is the site's first. */
  readonly value: string | undefined;
  readonly unless?: string | undefined;
  readonly onChange: (profile: string) => void;
}): React.JSX.Element {
  const profiles = useProfiles();
  const known = profiles.some(({ id }) => id === props.value);
  return (
    <select
      id={props.id}
      className="jp-Projects-field jp-mod-styled"
      value={known ? props.value : profiles[0]?.id}
      disabled={props.unless !== undefined}
      title={props.unless}
      onChange={event => {
        props.onChange(event.target.value);
      }}
    >
      {profiles.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}

/**
 * Return the profiles to choose from; empty where the site leaves no choice.
 */
export function useProfiles(): readonly {
  readonly id: string;
  readonly label: string;
}[] {
  const profiles = usePanel().model.me?.limits.profiles ?? [];
  return profiles.length > 1 ? profiles : [];
}
