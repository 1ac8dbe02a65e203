// RFC 9457 problem details, in both languages, and their errors by field. Pure.
import type { Language } from '../language/phrase.ts'

export interface Problem {
  status: number
  code: string
  title: string
  title_en: string
  detail: string
  detail_en: string
  errors?: { pointer: string; detail: string; detail_en: string }[]
}

export const detail = (problem: Pick<Problem, 'detail' | 'detail_en'>, language: Language): string =>
  language === 'zh' ? problem.detail : problem.detail_en || problem.detail

/** The errors by JSON pointer; those about no field of the form stay with the form as a whole. */
export function byField(problem: Problem, language: Language): Record<string, string> {
  return Object.fromEntries((problem.errors ?? []).map((error) => [error.pointer.replace(/^#/, ''), detail(error, language)]))
}

/** An answer that is no problem document (a proxy's page) as one. */
export const unexplained = (status: number): Problem => ({
  status,
  code: `http-${status}`,
  title: '办理失败',
  title_en: 'Failed',
  detail: `服务没有说明原因(${status})`,
  detail_en: `The service gave no reason (${status})`,
})
