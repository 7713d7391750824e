import { IconUpload } from '@tabler/icons-react'
import { useState, type DragEvent } from 'react'
import { useT } from '../i18n.tsx'
import classes from './file-drop.module.css'

type Props = {
  label: string
  hint: string
  /** File endings that the chooser offers: ".csv,.xlsx". */
  accept: string
  onFiles: (files: File[]) => void
  isDisabled?: boolean
}

/** Drop files, or press to choose: a real file input under a large target. */
export function FileDrop({ label, hint, accept, onFiles, isDisabled = false }: Props) {
  const t = useT()
  const [isOver, setIsOver] = useState(false)
  const take = (files: FileList | null): void => {
    if (files && files.length > 0) onFiles([...files])
  }
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    if (!isDisabled) take(event.dataTransfer.files)
  }
  const onDragOver = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(true)
  }
  return (
    <label
      className={classes.drop}
      data-over={isOver || undefined}
      data-disabled={isDisabled || undefined}
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setIsOver(false)}
    >
      <input
        type="file"
        multiple
        accept={accept}
        disabled={isDisabled}
        className={classes.input}
        onChange={(event) => {
          take(event.currentTarget.files)
          event.currentTarget.value = '' // the same file again is a choice too
        }}
      />
      <IconUpload size={20} aria-hidden className={classes.icon} />
      <span className={classes.label}>{label}</span>
      <span className={classes.hint}>{hint}</span>
      <span className={classes.choose} aria-hidden>
        {t('file.choose')}
      </span>
    </label>
  )
}
