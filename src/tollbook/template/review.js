// The form of candidates: a decision each, the columns of a change, and the review sheet as a file. It asks no one for anything.
(() => {
  const form = document.getElementById("review-form");
  const sheet = JSON.parse(document.getElementById("review-rows").textContent);
  const fields = document.getElementById("review-fields").content;
  const bar = form.querySelector(".bar"), said = bar.querySelector("output");
  const column = name => sheet.columns.indexOf(name);
  let isUnsaved = false;

  const boxOf = row => document.getElementById("box-" + row[column("candidate")]);
  const decisionOf = box => box.querySelector("input[type=radio]:checked")?.value ?? "open";
  const inputsOf = box => [...box.querySelectorAll(".changes [data-column]")];

  // The row a decision makes: a change that changes nothing stays open, as nobody could tell what is meant.
  const decided = (row, at) => {
    const box = boxOf(row), kept = sheet.kept[at];
    if (!box) return kept;
    const was = kept[column("decision")], now = decisionOf(box);
    const made = now === was ? [...kept] : [...row];
    made[column("note")] = box.querySelector(".noted input").value.trim();
    if (now !== "change") {
      made[column("decision")] = now;
      return made;
    }
    const inputs = inputsOf(box), names = inputs.map(input => input.dataset.column);
    for (const input of inputs) made[column(input.dataset.column)] = input.value.trim();
    const changed = sheet.columns.filter(name => names.includes(name) ? made[column(name)] !== row[column(name)]
      : made[column("changed")].split("; ").includes(name));
    made[column("decision")] = changed.length ? "change" : "open";
    made[column("changed")] = changed.join("; ");
    return made;
  };

  const showChanges = (row, at) => {
    const box = boxOf(row);
    if (!box) return;
    const place = box.querySelector(".changes"), isWanted = decisionOf(box) === "change";
    if (isWanted && !place.children.length) {
      place.append(fields.cloneNode(true));
      for (const input of inputsOf(box)) input.value = sheet.kept[at][column(input.dataset.column)];
    }
    place.hidden = !isWanted;
    for (const input of inputsOf(box)) input.classList.toggle("otherwise", input.value.trim() !== row[column(input.dataset.column)]);
  };

  const count = () => {
    const made = sheet.rows.map(decided), of = name => made.filter(row => row[column("decision")] === name).length;
    said.textContent = of("accept") + " accepted, " + of("change") + " changed, " + of("reject") + " rejected, " + of("open") + " open";
    const isEmpty = (row, at) => boxOf(row) && decisionOf(boxOf(row)) === "change" && made[at][column("decision")] === "open";
    const empty = sheet.rows.filter(isEmpty);
    if (empty.length) said.textContent += ": " + empty.map(row => row[column("candidate")]).join(", ") + " marked as changed, without a change";
  };

  const quoted = cell => /[",\n\r]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell;
  const download = () => {
    const lines = [sheet.columns, ...sheet.rows.map(decided)].map(row => row.map(quoted).join(",") + "\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(lines, Object.fromEntries([["type", "text/csv"]])));
    link.download = "review.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    isUnsaved = false;
  };

  const heard = event => {
    const box = event.target.closest("fieldset");
    const at = box ? sheet.rows.findIndex(row => boxOf(row) === box) : -1;
    if (at < 0) return;
    isUnsaved = true;
    showChanges(sheet.rows[at], at);
    count();
  };
  form.addEventListener("change", heard);
  form.addEventListener("input", heard);
  form.addEventListener("submit", event => event.preventDefault());
  bar.querySelector("button").addEventListener("click", download);
  addEventListener("beforeunload", event => { if (isUnsaved) event.preventDefault(); });
  // A single letter decides, while the focus is on the radio buttons of a candidate.
  form.addEventListener("keydown", event => {
    const radio = event.target.matches("input[type=radio]") && [...event.target.closest("fieldset").querySelectorAll("input[type=radio]")]
      .find(one => one.value[0] === event.key.toLowerCase());
    if (radio && !event.ctrlKey && !event.metaKey && !event.altKey) radio.click();
  });
  sheet.rows.forEach(showChanges);
  bar.hidden = false;
  count();
})();
