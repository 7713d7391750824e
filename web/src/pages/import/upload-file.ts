import { answerOf, reach, workspaceBase } from '../../api.ts'

/** Sends a file as it is; the server keeps it by its content, so the same file twice is stored once. */
export async function uploadFile(slug: string, file: File): Promise<{ file_id: string }> {
  const response = await reach(`${workspaceBase(slug)}/files`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(file.name) },
    body: file,
  })
  return (await answerOf(response)) as { file_id: string }
}
