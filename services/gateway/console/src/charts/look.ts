// How charts look: the page's own colours and type.
export const INK = '#24292f'
export const SOFT = '#6a6e74'
export const LINE = '#e5e1d8'
export const BLUE = '#2f6690'
export const PALE = '#9dbdd4'
export const RED = '#9c2323'
export const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif'

/** Tooltips are drawn inside the SVG: no markup is built from data. */
export const TOOLTIP = {
  renderMode: 'richText',
  backgroundColor: '#ffffff',
  borderColor: LINE,
  borderWidth: 1,
  padding: [8, 10],
  confine: true,
  textStyle: { color: INK, fontFamily: FONT, fontSize: 13 },
} as const
