import { type ActiveSessionRead, endUserSessionMutation } from '@deskbell/api';
import { deviceName } from '@deskbell/session';
import { PersonAvatar, Row, Rows, TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { AnchorLink } from '../../links';

type Props = { sessions: ActiveSessionRead[]; named: boolean; onEnded: () => void };

/** Where people are signed in; each can be ended. `named`: whose it is has to be said. */
export function SessionRows({ sessions, named, onEnded }: Props) {
  const { t } = useLingui();
  const homes = { user: t`Support center`, agent: t`Agent panel`, admin: t`Admin panel` };
  const end = useMutation({
    ...endUserSessionMutation(),
    onError: (error) => toastFailure(t`The session is still there`, error),
    onSettled: onEnded,
  });
  return (
    <Rows label={t`Sessions`}>
      {sessions.map((session) => {
        const device =
          session.app ?? deviceName(session.user_agent) ?? session.user_agent ?? t`Unknown device`;
        const used = <TimeAgo at={session.last_used_at} />;
        const address = session.address ?? t`an unknown address`;
        return (
          <Row
            key={session.id}
            icon={named && <PersonAvatar name={session.user.name} size={28} />}
            title={
              named ? (
                <AnchorLink inherit to="/people/$userId" params={{ userId: String(session.user.id) }}>
                  {session.user.name}
                </AnchorLink>
              ) : (
                device
              )
            }
            sub={
              <>
                {named && `${device} · `}
                <Trans>
                  used {used} from {address}
                </Trans>
              </>
            }
          >
            <Badge variant="light" color="gray">
              {homes[session.scope]}
            </Badge>
            {session.current ? (
              <Badge variant="light">
                <Trans>This one</Trans>
              </Badge>
            ) : (
              <Button
                size="compact-xs"
                variant="default"
                loading={end.isPending && end.variables.path.session_id === session.id}
                onClick={() => end.mutate({ path: { user_id: session.user.id, session_id: session.id } })}
              >
                <Trans>End</Trans>
              </Button>
            )}
          </Row>
        );
      })}
    </Rows>
  );
}
