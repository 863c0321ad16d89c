import { refusal } from '../../api/client'
import { sessionEnded, whole } from '../../api/line'
import { Unreachable } from '../../shared/trouble'

/** Sends a file with its progress, which fetch does not tell; one that meets a session's end waits for the login. */
export function send(
  url: string,
  file: File,
  language: string,
  progress: (share: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    form.append('file', file)
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('Accept-Language', language)
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0)
    request.onerror = () => reject(new Unreachable())
    request.onload = () => {
      if (request.status < 300) return resolve()
      if (request.status === 401) {
        sessionEnded()
        return resolve(whole().then(() => send(url, file, language, progress)))
      }
      reject(refusal(request.status, parsed(request.responseText)))
    }
    progress(0)
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
