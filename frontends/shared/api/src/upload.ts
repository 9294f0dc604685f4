import { authorizedBy } from './connect';
import { type FileRead, uploadFile } from './gen';

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

/** Uploads one file; `tell` hears from 0 to 1 how far it is. */
export async function sendFile(
  file: File,
  tell: (part: number) => void,
  signal: AbortSignal,
): Promise<FileRead> {
  const answer = await uploadFile({ body: { file }, fetch: authorizedBy(sendWithProgress(tell)), signal });
  return answer.data;
}
