/** The colours of the banner, by day and at night: those of the page (`site.css`). */
export const COLORS = {
  ink: ['#1b1f2a', '#e9ebf1'],
  paper: ['#e9ecf3', '#202634'],
  edge: ['#555d6e', '#a3abbd'],
  trouble: ['#fbe9e7', '#331a1b'],
  troubleEdge: ['#a8201a', '#ff9b93'],
  degraded: ['#faf2d9', '#2c2717'],
  degradedEdge: ['#7a5b00', '#f0cf6a'],
  maintenance: ['#e9ecfa', '#1d2238'],
  maintenanceEdge: ['#3d4f9f', '#a9b6ff'],
  calm: ['#e3f3e9', '#15291f'],
  calmEdge: ['#1c6b41', '#7fd6a4'],
} as const;
