import type { PermissionRead } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { ACTS, SCOPES } from './matrixWords';
import classes from './TicketMatrix.module.css';
import type { Choice } from './usePermissionChoice';

const STEPS: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Arrows lead from box to box, over those that are locked; Tab and Space do what they always do. */
function walk(event: KeyboardEvent<HTMLTableElement>) {
  const step = STEPS[event.key];
  const cell = (event.target as HTMLElement).closest<HTMLTableCellElement>('td, th');
  if (!step || !cell) return;
  event.preventDefault();
  const { rows } = event.currentTarget;
  const turned = document.documentElement.dir === 'rtl' ? -1 : 1;
  let row = (cell.parentElement as HTMLTableRowElement).rowIndex;
  let column = cell.cellIndex;
  do {
    row += step[0];
    column += step[1] * turned;
    const box = rows[row]?.cells[column]?.querySelector<HTMLInputElement>('input:not(:disabled)');
    if (box) return box.focus();
  } while (rows[row]?.cells[column]);
}

type TogglesProps = { label: string; of: PermissionRead[]; choice: Choice };

/** One box for a whole row or column. */
function Toggle({ label, of, choice }: TogglesProps) {
  const open = of.filter(({ name }) => !choice.locked.has(name));
  const on = of.filter(({ name }) => choice.has(name)).length;
  return (
    <Checkbox
      aria-label={label}
      size="xs"
      className={classes.box}
      checked={of.length > 0 && on === of.length}
      indeterminate={on > 0 && on < of.length}
      disabled={choice.readOnly || open.length === 0}
      onChange={(event) =>
        choice.choose(
          open.map(({ name }) => name),
          event.currentTarget.checked,
        )
      }
    />
  );
}

type CellProps = { permission: PermissionRead | undefined; choice: Choice };

function Cell({ permission, choice }: CellProps) {
  const { t } = useLingui();
  if (!permission) {
    return (
      <Checkbox aria-label={t`See: always`} size="xs" className={classes.box} checked disabled readOnly />
    );
  }
  const { name, title, sentence } = permission;
  const source = choice.locked.get(name);
  return (
    <Checkbox
      aria-label={source ? t`${title}, from ${source}` : title}
      title={source ? t`From ${source}` : sentence}
      size="xs"
      className={classes.box}
      checked={choice.has(name)}
      disabled={choice.readOnly || source !== undefined}
      error={choice.fault(name) !== undefined}
      onChange={(event) => choice.choose([name], event.currentTarget.checked)}
    />
  );
}

/** What may be done to which tickets: acts by scopes, with a box for each row and each column. */
export function TicketMatrix({ choice }: { choice: Choice }) {
  const { t } = useLingui();
  const cells = choice.known.filter(({ scope }) => scope !== null);
  const acts = [...new Set(cells.map(({ act }) => act))];
  const scopes = Object.entries(SCOPES);
  return (
    <div className={classes.frame}>
      <table className={classes.matrix} aria-label={t`Tickets: what may be done to which`} onKeyDown={walk}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>To which tickets</Trans>
            </th>
            {scopes.map(([scope, { name, about }]) => (
              <th key={scope} scope="col" title={t(about)}>
                <span className={classes.column}>
                  {t(name)}
                  <Toggle
                    label={t`Everything: ${t(name)}`}
                    of={cells.filter((each) => each.scope === scope)}
                    choice={choice}
                  />
                </span>
              </th>
            ))}
            <th scope="col">
              <Trans>All</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {acts.map((act) => {
            const row = cells.filter((each) => each.act === act);
            const words = ACTS[act];
            const label = words ? t(words) : act;
            return (
              <tr key={act}>
                <th scope="row">{label}</th>
                {scopes.map(([scope]) => (
                  <td key={scope}>
                    <Cell permission={row.find((each) => each.scope === scope)} choice={choice} />
                  </td>
                ))}
                <td>
                  <Toggle label={t`${label}: all tickets`} of={row} choice={choice} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
