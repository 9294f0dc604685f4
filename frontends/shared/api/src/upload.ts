import { authorizedBy } from './connect';
import { type FileRead, type SubmissionFileRead, uploadFile, uploadSubmissionFile } from './gen';

/** `fetch` over XMLHttpRequest, which alone can tell how much of a body has been sent. */
function sendWithProgress(tell: (part: number) => void) {
  return async (request: Request): Promise<Response> => {
    const body = await request.blob();
    return new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest();
      xhr.open(request.method, request.url);
      xhr.withCredentials = request.credentials === 'include';
      xhr.responseType = 'blob';
      request.headers.forEach((value, name) => {
        xhr.setRequestHeader(name, value);
      });
      xhr.upload.onprogress = (event) => event.lengthComputable && tell(event.loaded / event.total);
      xhr.onerror = () => reject(new TypeError('upload failed'));
      xhr.onabort = () => reject(new DOMException('upload stopped', 'AbortError'));
      xhr.onload = () => {
        const headers = new Headers();
        for (const line of xhr.getAllResponseHeaders().trim().split(/\r\n/)) {
          const at = line.indexOf(':');
          if (at > 0) headers.append(line.slice(0, at), line.slice(at + 1).trim());
        }
        resolve(new Response(xhr.response as Blob, { status: xhr.status, headers }));
      };
      request.signal.addEventListener('abort', () => xhr.abort());
      xhr.send(body);
    });
  };
}

type Tell = (part: number) => void;

/** Uploads one file; `tell` hears from 0 to 1 how far it is. `authorize`: as whom, else as who is signed in. */
export async function sendFile(
  file: File,
  tell: Tell,
  signal: AbortSignal,
  authorize = authorizedBy,
): Promise<FileRead> {
  const answer = await uploadFile({ body: { file }, fetch: authorize(sendWithProgress(tell)), signal });
  return answer.data;
}

/** The same for somebody without an account; `claim` is what makes it theirs. */
export async function sendGuestFile(
  file: File,
  tell: Tell,
  signal: AbortSignal,
): Promise<SubmissionFileRead> {
  const send: typeof fetch = (input, init) => sendWithProgress(tell)(new Request(input, init));
  return (await uploadSubmissionFile({ body: { file }, fetch: send, signal })).data;
}
