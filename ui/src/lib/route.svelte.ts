/* Where the colleague is. Addresses are those that the server answers with the app: /desk, /t/ID, /quarantine, /mailboxes. */
export type Place = { screen: 'desk' } | { screen: 'quarantine' } | { screen: 'mailboxes' } | { screen: 'ticket'; id: number } | { screen: 'lost' };

function parse(path: string): Place {
  if (path === '/' || path === '/desk' || path === '/sign-in') return { screen: 'desk' };
  if (path === '/quarantine') return { screen: 'quarantine' };
  if (path === '/mailboxes') return { screen: 'mailboxes' };
  const ticket = /^\/t\/(\d{1,18})$/.exec(path);
  return ticket ? { screen: 'ticket', id: Number(ticket[1]) } : { screen: 'lost' };
}

/* What to do on arrival, when the place was opened by a key or button that means more than "open". */
export type Intent = '' | 'reply' | 'note' | 'promise' | 'hand-over' | 'propose' | 'refuse' | 'word';

class Route {
  place = $state<Place>(parse(location.pathname));
  intent = $state<Intent>('');

  constructor() {
    addEventListener('popstate', () => {
      this.place = parse(location.pathname);
    });
  }

  go(path: string, intent: Intent = ''): void {
    this.intent = intent;
    if (path !== location.pathname) history.pushState(null, '', path);
    this.place = parse(path);
  }

  takeIntent(): Intent {
    const intent = this.intent;
    this.intent = '';
    return intent;
  }

  /* Follows a plain click on a link of ours without loading the page anew. */
  follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (parse(link.pathname).screen === 'lost') return;
    event.preventDefault();
    this.go(link.pathname);
  }
}

export const route = new Route();
export const ticketPath = (id: number): string => `/t/${id}`;
