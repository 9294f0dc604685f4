import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Kbd, Modal } from '@mantine/core';
import classes from './KeyboardHelp.module.css';

const GROUPS = [
  {
    title: msg`Move`,
    keys: [
      { keys: ['j', 'k'], does: msg`Next and previous ticket` },
      { keys: ['Enter'], does: msg`Open the ticket, then read it` },
      { keys: ['u', 'Esc'], does: msg`Back to the list` },
      { keys: ['x'], does: msg`Select the ticket` },
      { keys: ['Shift J', 'Shift K'], does: msg`Select more` },
      { keys: ['/'], does: msg`Search` },
      { keys: ['Ctrl K'], does: msg`Any command or ticket, by its name` },
    ],
  },
  {
    title: msg`Write`,
    keys: [
      { keys: ['r'], does: msg`Reply to the customer` },
      { keys: ['n'], does: msg`Write an internal note` },
      { keys: ['Ctrl Enter'], does: msg`Send` },
      { keys: ['Ctrl Shift Enter'], does: msg`Send and solve` },
      { keys: ['c'], does: msg`New ticket` },
    ],
  },
  {
    title: msg`Act`,
    keys: [
      { keys: ['a'], does: msg`Assign` },
      { keys: ['s'], does: msg`Change the status` },
      { keys: ['p'], does: msg`Change the priority` },
      { keys: ['t'], does: msg`Add a label` },
      { keys: ['e'], does: msg`Solve` },
      { keys: ['?'], does: msg`This list` },
    ],
  },
];

/** All shortcuts on one card. */
export function KeyboardHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Trans>Keyboard</Trans>}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <section key={group.title.id}>
            <h3 className={classes.title}>{t(group.title)}</h3>
            <dl className={classes.list}>
              {group.keys.map(({ keys, does }) => (
                <div key={keys[0]} className={classes.line}>
                  <dt>{t(does)}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key} size="xs">
                        {key}
                      </Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
