// The theme makes a landmark of each level of a table of contents and of each block's buttons. Whoever goes from
// landmark to landmark has to tell them apart, so each gets a name of its own.
const path = (nav) => {
  const outer = nav.parentElement.closest("nav[aria-label]")
  const own = nav.dataset.name ?? nav.ariaLabel
  return outer ? `${path(outer)}, ${own}` : own
}
for (const nav of document.querySelectorAll(".md-nav--secondary nav[aria-label]")) {
  nav.dataset.name = nav.ariaLabel
}
const taken = new Map()
for (const nav of document.querySelectorAll("nav[data-name]")) {
  const name = path(nav)
  const count = (taken.get(name.toLowerCase()) ?? 0) + 1
  taken.set(name.toLowerCase(), count)
  nav.ariaLabel = count > 1 ? `${name} ${count}` : name
}
const buttons = () => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([aria-label])")) {
    nav.ariaLabel = `Block ${nav.closest("pre").id.replace("__code_", "")}`
  }
}
new MutationObserver(buttons).observe(document.body, { childList: true, subtree: true })
buttons()
