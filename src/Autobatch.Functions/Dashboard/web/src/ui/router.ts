import { useEffect, useState } from 'preact/hooks';

export interface Place {
  page: string;
  id: string | undefined;
  query: URLSearchParams;
}

function read(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [page, ...rest] = path.split('/');
  return { page: page || 'runs', id: rest.length > 0 ? rest.map(decode).join('/') : undefined, query: new URLSearchParams(query) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Where the page is: `#/runs/{id}?…`, so that the server needs one file and links can be sent. */
export function usePlace(): Place {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const moved = (): void => setPlace(read());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return place;
}

export const linkTo = (page: string, id?: string, query?: Record<string, string>): string => {
  const asked = query ? new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString() : '';
  return `#/${page}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${asked ? `?${asked}` : ''}`;
};

export const go = (link: string): void => {
  location.hash = link;
};
