// Below 700 px rows are laid out as cards, and browsers then forget that it is a table: say it again.
export function refresh(root) {
  for (const table of root.querySelectorAll(".pes-table--cards:not([role])")) {
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody, tfoot").forEach((el) => el.setAttribute("role", "rowgroup"));
    table.querySelectorAll("tr").forEach((el) => el.setAttribute("role", "row"));
    table.querySelectorAll("td").forEach((el) => el.setAttribute("role", "cell"));
    table.querySelectorAll("thead th").forEach((el) => el.setAttribute("role", "columnheader"));
    table.querySelectorAll("tbody th").forEach((el) => el.setAttribute("role", "rowheader"));
  }
}
