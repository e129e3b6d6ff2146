// The second judge: every verdict derived from the data again. Written from the printed rules and not from the program that
// wrote the State, so that one mistake is not made twice. A pure function over plain data; ES2018; needs exactNumbers.
const judgeAgain = (function () {
  "use strict";
  const MET = "met";
  const NOT_MET = "not met";
  const UNDECIDED = "undecided";
  const NOT_APPLICABLE = "not applicable";
  const { read, plus, minus, times, over, compare } = exactNumbers;
  const HUNDRED = read("100");

  /* Verdicts of several. */

  const worstOf = (verdicts) => {
    const left = verdicts.filter((verdict) => verdict !== NOT_APPLICABLE);
    if (!left.length) return NOT_APPLICABLE;
    return left.includes(NOT_MET) ? NOT_MET : left.includes(UNDECIDED) ? UNDECIDED : MET;
  };
  const bestOf = (verdicts) => [MET, UNDECIDED, NOT_MET].find((verdict) => verdicts.includes(verdict)) || NOT_APPLICABLE;
  const when = (holds) => (holds ? MET : NOT_MET);

  /* The county's profile. */

  /** Whether a condition holds here; `null` where the profile does not say. */
  function fits(county, condition) {
    if (!condition) return true;
    const answers = Object.keys(condition).reduce((found, key) => {
      if (key === "has") return found.concat((county.has || []).includes(condition.has));
      const asked = key === "profile" ? condition.profile : { [key]: condition[key] };
      const own = key === "profile" ? county.profile || {} : county;
      return found.concat(Object.keys(asked).map((fact) => (own[fact] === undefined || own[fact] === null ? null : own[fact] === asked[fact])));
    }, []);
    return answers.includes(false) ? false : answers.includes(null) ? null : true;
  }

  /* Where a file belongs: the number that begins its name or its folder's, and the unit and years of its folders. */

  const NUMBER = /^(\d{2,3}-\d{1,2}|[A-Z]\d{1,2})(?!\d)/;
  const YEARS = "((?:19|20)\\d\\d)年?(?:\\s*[-—–~至]\\s*((?:19|20)\\d\\d)年?)?";
  const YEAR_FOLDER = new RegExp("^" + YEARS + "$");
  const YEAR_IN_NAME = new RegExp("(^|[^\\d])" + YEARS + "(?!\\d)");
  const PICTURE = /\.(jpe?g|png|bmp|webp|tiff?)$/i;

  function filed(data, file) {
    const folders = file[0].split("/");
    const name = folders.pop();
    const numbered = (text) => {
      const found = NUMBER.exec(text);
      return found && data.requirements[found[1]] ? found[1] : null;
    };
    let depth = folders.length;
    while (depth > 0 && !numbered(folders[depth - 1])) depth -= 1;
    const ofFolder = depth ? numbered(folders[depth - 1]) : null;
    const number = numbered(name) || ofFolder;
    const unit = folders.map((folder) => data.unitByName[folder]).find(Boolean) || null;
    const inFolders = folders.slice().reverse().map((folder) => YEAR_FOLDER.exec(folder)).find(Boolean);
    const inName = YEAR_IN_NAME.exec(name);
    return {
      path: file[0],
      hash: file[1],
      isEmpty: !file[2],
      isSound: !file[3],
      requirement: number,
      unit: unit,
      years: (inFolders && span(inFolders[1], inFolders[2])) || (inName && span(inName[2], inName[3])) || [],
      event: ofFolder && ofFolder === number ? folders.slice(0, depth).join("/") : null,
      part: number ? partOf(name, data.requirements[number]) : null,
    };
  }

  function span(first, last) {
    const years = [];
    for (let year = Number(first); year <= Number(last || first); year += 1) years.push(year);
    return years.length && years.length <= 21 ? years : null;
  }

  /** The part of an event that a file is: by its number, by the part's name, by what a photograph's name begins with. */
  function partOf(name, wanted) {
    const parts = wanted.parts || [];
    const numbered = name.startsWith(wanted.no + "-") ? /^(\d{1,2})(?!\d)/.exec(name.slice(wanted.no.length + 1)) : null;
    if (numbered && parts.some((part) => part.no === Number(numbered[1]))) return Number(numbered[1]);
    const telling = (text) => {
      const short = text.replace(/(表|材料|文件|单|册)$/, "");
      return short.length > 2 ? short.slice(-2) : short;
    };
    let named = parts.filter((part) => name.includes(part.name) || name.includes(telling(part.name)));
    if (!named.length && PICTURE.test(name)) {
      named = parts.filter((part) => part.form === "photo" && part.name.length > 2 && name.includes(part.name.slice(0, 2)));
    }
    return named.length === 1 ? named[0].no : null;
  }

  /* Documents: which are there on the day. */

  function reference(text) {
    const found = /^([^/@]+)(?:\/(\d{4}))?(?:@(.+))?$/.exec(text);
    return { requirement: found[1], year: found[2] ? Number(found[2]) : null, unit: found[3] || null };
  }

  /** Files and entries of the register, by requirement and unit. */
  function shelfOf(data) {
    const files = grouped(data.files.map((file) => filed(data, file)).filter((file) => file.requirement && file.unit));
    const entries = grouped(
      [].concat(
        ...Object.keys(data.progress).map((unit) =>
          (data.progress[unit].documents || []).map((entry) => Object.assign({ unit: unit, years: [], reviews: [], redelivered: [] }, entry))
        )
      )
    );
    const had = (entry) => !entry.received || entry.received <= data.day;
    const isOfYear = (held, year) => year === null || held.years.includes(year);
    const ofKind = (from, requirement, unit, year) => (from.get(requirement + "@" + unit) || []).filter((held) => isOfYear(held, year));
    const delivery = (file) => file.event || file.path;

    function entriesOf(requirement, unit, year) {
      return ofKind(entries, requirement, unit, year);
    }

    /** The files that were there: what the register has only from a later day on was not. */
    function filesOf(requirement, unit, year) {
      const later = entriesOf(requirement, unit, year).filter((entry) => !had(entry)).map((entry) => entry.file);
      return ofKind(files, requirement, unit, year).filter((file) => !later.includes(file.path) && !later.includes(delivery(file)));
    }

    /** Whether a reference that a unit writes leads to a document that is there, itself or one that it refers to. */
    function proves(text, unit) {
      const wanted = reference(text);
      const owner = wanted.unit || unit;
      const own = filesOf(wanted.requirement, owner, wanted.year);
      const seen = entriesOf(wanted.requirement, owner, wanted.year).filter((entry) => entry.see && had(entry));
      return own.concat(...seen.map((entry) => referred(entry.see, owner))).some((file) => file.isSound);
    }

    function referred(see, unit) {
      const wanted = reference(see);
      return filesOf(wanted.requirement, wanted.unit || unit, wanted.year);
    }

    /** The entries that say how a document was reviewed: its own, or that of the one it refers to. */
    function reviewed(entry) {
      if (!entry.see) return [entry];
      const wanted = reference(entry.see);
      return entriesOf(wanted.requirement, wanted.unit || entry.unit, wanted.year).filter((other) => !other.see && had(other));
    }

    return { had: had, delivery: delivery, entriesOf: entriesOf, filesOf: filesOf, proves: proves, referred: referred, reviewed: reviewed };
  }

  function grouped(listed) {
    const found = new Map();
    listed.forEach((entry) => {
      const key = entry.requirement + "@" + entry.unit;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(entry);
    });
    return found;
  }

  /* Units. */

  function unitsNamed(data, words, lead) {
    const all = Object.keys(data.units);
    const named = [].concat(
      ...words.map((word) => {
        if (word === "lead") return lead ? [lead] : [];
        if (word === "everyone") return all;
        if (word === "townships" || word === "departments") return all.filter((unit) => data.units[unit].kind === word);
        return [word];
      })
    );
    return named.filter((unit, place) => named.indexOf(unit) === place);
  }

  function peopleOf(data) {
    const ofMeasure = {};
    const ofRequirement = {};
    data.indicators.forEach((indicator) => {
      indicator.measures.forEach((id) => { ofMeasure[id] = indicator; });
      indicator.requirements.forEach((no) => { ofRequirement[no] = indicator; });
    });

    function leadOf(id) {
      if (ofMeasure[id]) return ofMeasure[id].lead || null;
      const first = (data.measures[id].from || [])[0];
      return data.units[first] ? first : null;
    }

    return {
      indicatorOf: (id) => ofMeasure[id] || null,
      holderOf: (no) => ofRequirement[no] || null,
      leadOf: leadOf,
      reporters: (id) => unitsNamed(data, data.measures[id].from || ["lead"], leadOf(id)),
      owing: (no) => unitsNamed(data, data.requirements[no].from || ["lead"], (ofRequirement[no] || {}).lead),
    };
  }

  /* What is not involved (不涉及): recognised by another unit, while the stamped statement is there. */

  function recognisedIn(data, people, shelf) {
    function declarers(entry) {
      if (entry.unit) return [entry.unit];
      if (entry.requirement) {
        const owing = people.owing(entry.requirement);
        return owing.length === 1 ? owing : [];
      }
      const reporters = people.reporters(entry.measure);
      const lead = people.leadOf(entry.measure);
      const gave = Object.keys(data.progress).filter((unit) => (data.progress[unit].observations || []).some((seen) => seen.measure === entry.measure));
      return (reporters.length === 1 ? reporters : lead ? [lead] : []).concat(gave);
    }

    const holds = data.not_involved.filter((entry) => {
      const declaring = declarers(entry);
      if (!entry.by || !entry.granted || entry.granted > data.day || declaring.includes(entry.by) || !entry.document) return false;
      const owing = entry.unit ? [] : people.owing(reference(entry.document).requirement);
      return declaring.concat(owing).some((unit) => shelf.proves(entry.document, unit));
    });
    const isFor = (entry, unit) => (!entry.unit || entry.unit === unit) && entry.by !== unit;

    return {
      ofRequirement: (no, unit) => holds.some((entry) => entry.requirement === no && isFor(entry, unit)),
      ofMeasure: (id) => holds.some((entry) => entry.measure === id && !entry.unit),
      /** Of what a unit reported: for the measure, or for a document that it rests on and that the unit alone answers for. */
      ofReport: (seen, unit) => {
        const rests = [seen.proof, seen.document].filter(Boolean).map((text) => reference(text).requirement);
        const isAbout = (entry) => entry.measure === seen.measure || (rests.includes(entry.requirement) && declarers(entry).includes(unit));
        return holds.some((entry) => isAbout(entry) && isFor(entry, unit));
      },
    };
  }

  /** As if everything that is declared were recognised: what a unit has to prove with its statement. */
  function declaredIn(data, people) {
    return {
      ofMeasure: (id) =>
        data.not_involved.some((entry) => entry.measure === id && (!entry.unit || people.reporters(id).every((unit) => unit === entry.unit))),
      ofReport: () => true,
    };
  }

  /* Figures: what was reported, what is summed and computed, and what is judged. */

  const UNKNOWN = { known: false };
  const NOTHING = { known: false, excluded: true };

  function figuresOf(data, people, exclusions) {
    const reports = {};
    Object.keys(data.progress).forEach((unit) => {
      (data.progress[unit].observations || []).forEach((seen) => {
        const key = seen.measure + "/" + seen.year;
        (reports[key] = reports[key] || []).push(Object.assign({ unit: unit }, seen));
      });
    });
    const kept = {};

    const reported = (id, year) => reports[id + "/" + year] || [];
    const lastOf = (listed) => listed[listed.length - 1];

    /** A report as a figure; of what is declared not to be involved there is none until that is recognised. */
    function asFigure(seen) {
      if (!seen) return UNKNOWN;
      if (seen.not_involved !== undefined) return exclusions.ofReport(seen, seen.unit) ? NOTHING : UNKNOWN;
      const bases = [seen.basis || ""];
      if (seen.state !== undefined) return { known: true, state: seen.state, bases: bases };
      return { known: true, value: read(seen.value), bases: bases };
    }

    const isComputed = (measure) => Boolean(measure.ratio || measure.drop || measure.change);

    /** The figure as its parts give it. */
    function built(id, year) {
      const key = id + "/" + year;
      if (!(key in kept)) {
        kept[key] = UNKNOWN; // a measure that is computed from itself is not known
        kept[key] = made(id, year);
      }
      return kept[key];
    }

    function made(id, year) {
      const measure = data.measures[id];
      if (!measure) return UNKNOWN;
      if (exclusions.ofMeasure(id)) return NOTHING;
      if (measure.ratio) return quotient(measure, year);
      if (measure.drop || measure.change) return compared(measure, year);
      const parts = people.reporters(id).map((unit) => asFigure(lastOf(reported(id, year).filter((seen) => seen.unit === unit))));
      return parts.length === 1 ? parts[0] : summed(parts, measure.states);
    }

    /** The sum of parts, or the worst of their states; one that is not known leaves it unknown. */
    function summed(parts, states) {
      const left = parts.filter((figure) => !figure.excluded);
      if (!left.length) return parts.length ? NOTHING : UNKNOWN;
      if (left.some((figure) => !figure.known)) return UNKNOWN;
      const bases = [].concat(...left.map((figure) => figure.bases));
      if (states && states.length) {
        const worst = Math.min(...left.map((figure) => states.indexOf(figure.state)));
        return worst < 0 ? UNKNOWN : { known: true, state: states[worst], bases: bases, computed: true };
      }
      if (left.some((figure) => !figure.value)) return UNKNOWN;
      return { known: true, value: left.map((figure) => figure.value).reduce(plus), bases: bases, computed: true };
    }

    function quotient(measure, year) {
      const [above, below] = measure.ratio.map((side) => summed([].concat(side).map((id) => judged(id, year))));
      if (below.excluded) return NOTHING;
      if (!below.known || !(above.known || above.excluded)) return UNKNOWN;
      const value = over(above.excluded ? read("0") : above.value, below.value);
      if (!value) return UNKNOWN;
      const scaled = measure.unit === "%" ? times(value, HUNDRED) : value;
      return { known: true, value: scaled, bases: (above.bases || []).concat(below.bases), computed: true };
    }

    function compared(measure, year) {
      const asked = measure.drop || measure.change;
      const of = asked.of || asked;
      const earlier = asked.from === "base" ? data.bid.base : year - 1;
      if (!earlier || earlier === year) return UNKNOWN;
      const now = judged(of, year);
      const before = judged(of, earlier);
      if (now.excluded || before.excluded) return NOTHING;
      if (!now.value || !before.value || !sameBasis(now, before)) return UNKNOWN;
      const change = minus(now.value, before.value);
      const value = measure.change ? change : over(times(minus(before.value, now.value), HUNDRED), before.value);
      return value ? { known: true, value: value, bases: now.bases, computed: true } : UNKNOWN;
    }

    /** The figure that is judged: the stamped one of the lead where there is one, else as built. */
    function judged(id, year) {
      const measure = data.measures[id];
      if (!measure) return UNKNOWN;
      if (exclusions.ofMeasure(id)) return NOTHING;
      const lead = people.leadOf(id);
      const reporters = isComputed(measure) ? [] : people.reporters(id);
      if (!isComputed(measure) && reporters.length <= 1) return built(id, year);
      const isWhole = (seen) => !reporters.includes(seen.unit) && seen.not_involved === undefined;
      const isLeads = (seen) => seen.unit === lead || (!lead && !isComputed(measure));
      const stamped = asFigure(lastOf(reported(id, year).filter((seen) => isWhole(seen) && isLeads(seen))));
      return stamped.known ? stamped : built(id, year);
    }

    /** Whether none of some measures concerns the county in the assessed year. */
    const excludes = (ids) => ids.every((id) => judged(id, data.bid.assessed).excluded);

    return { judged: judged, built: built, excludes: excludes };
  }

  function sameBasis(one, other) {
    const text = (figure) => Array.from(new Set(figure.bases)).sort().join("\n");
    return text(one) === text(other);
  }

  /* Targets. */

  const LIMITS = {
    at_least: (order) => order >= 0,
    at_most: (order) => order <= 0,
    more_than: (order) => order > 0,
    less_than: (order) => order < 0,
  };
  const limitsIn = (entry) => Object.keys(LIMITS).filter((kind) => entry[kind] !== undefined && entry[kind] !== null);

  function targetsOf(data, people, figures) {
    const year = data.bid.assessed;
    const assignments = [].concat(...Object.keys(data.progress).map((unit) => data.progress[unit].assigned || []));

    function judge(target, id) {
      const figure = figures.judged(id, year);
      if (figure.excluded) return NOT_APPLICABLE;
      const measure = data.measures[id];
      if (target.all_of) return worstOf(target.all_of.map((each) => judge(each, id)));
      if (target.any_of) return bestOf(target.any_of.map((each) => judge(each, id)));
      if (target.by) {
        const own = data.county[target.by];
        const wanted = own === undefined || own === null ? null : target[own === true ? "true" : own === false ? "false" : own];
        return wanted ? judge(wanted, id) : UNDECIDED;
      }
      if (target.assigned) return assigned(id);
      if (target.not_worse) return against(measure, figure, target.not_worse === "base" ? data.bid.base : year - 1, id, (order) => order >= 0);
      if (target.improving) return against(measure, figure, year - 1, id, (order) => order > 0);
      return target.state !== undefined ? reached(measure, figure.state, target.state) : keeps(target, figure);
    }

    const keeps = (limits, figure) => (figure.value && limitsIn(limits).length ? worstOf(limitsIn(limits).map((kind) => when(LIMITS[kind](compare(figure.value, read(limits[kind])))))) : UNDECIDED);

    function reached(measure, own, wanted) {
      const states = measure.states || [];
      return states.includes(own) && states.includes(wanted) ? when(states.indexOf(own) >= states.indexOf(wanted)) : UNDECIDED;
    }

    /** Compared with another year; equal is 0, better is positive. */
    function against(measure, figure, other, id, holds) {
      if (!other || other === year) return UNDECIDED;
      const before = figures.judged(id, other);
      if (before.excluded) return NOT_APPLICABLE;
      if (!figure.known || !before.known || !sameBasis(figure, before)) return UNDECIDED;
      if (figure.state !== undefined) {
        const [now, then] = [figure.state, before.state].map((state) => (measure.states || []).indexOf(state));
        return now < 0 || then < 0 ? UNDECIDED : when(holds(now - then));
      }
      if (!before.value || !measure.better) return UNDECIDED;
      const order = compare(figure.value, before.value);
      return when(holds(measure.better === "lower" ? -order : order));
    }

    /** What the upper level set on the measure or on one computed from it, all of it; a conclusion decides before a number. */
    function assigned(id) {
      const its = Object.keys(data.measures).filter((other) => other === id || madeFrom(data.measures[other]).includes(id));
      const set = assignments.filter((entry) => its.includes(entry.measure) && entry.year === year);
      const verdicts = set.map((entry) =>
        typeof entry.fulfilled === "boolean" ? when(entry.fulfilled) : keeps(entry, figures.judged(entry.measure, year))
      );
      return verdicts.length ? worstOf(verdicts) : UNDECIDED;
    }

    function madeFrom(measure) {
      const compared = measure.drop || measure.change;
      return [].concat(...(measure.ratio || [])).concat(compared ? [compared.of || compared] : []);
    }

    return judge;
  }

  /* Proof and reviews. */

  const MISSING_RULE = "EV104";

  function proofOf(data, people, shelf, exclusions, owed) {
    const bid = data.bid;

    function yearsOf(span) {
      if (span === "once") return [null];
      const each = [];
      for (let year = bid.assessed - bid.years + 1; year <= bid.assessed; year += 1) each.push(year);
      if (span === undefined || span === "each") return each;
      const listed = (Array.isArray(span) ? span : [span]).map((year) => (year === "latest" ? bid.assessed : year === "base" ? bid.base : year));
      return Array.from(new Set(listed.filter(Boolean)));
    }

    /** Whether what came on a day counts for this bid: a document of one bid is none of the next. */
    const serves = (wanted, day) => wanted.of !== "bid" || !day || (bid.from <= day && (!bid.until || day < bid.until));

    function isWaived(no, unit, year) {
      const holder = people.holderOf(no);
      return data.waivers.some((waiver) => {
        const scope = waiver.scope || {};
        const isFor = (key, own) => scope[key] === undefined || scope[key] === null || scope[key] === own;
        const isInForce = waiver.granted <= data.day && (!waiver.until || data.day <= waiver.until) && waiver.by !== unit;
        return waiver.rule === MISSING_RULE && isInForce && !scope.measure && isFor("requirement", no) && isFor("unit", unit) && isFor("year", year) && isFor("indicator", holder && holder.id);
      });
    }

    /** One year of a document that a unit owes: whether it is there, and how it was reviewed. */
    function slot(no, unit, year) {
      const wanted = Object.assign({ parts: [], at_least: 1 }, data.requirements[no]);
      const all = shelf.entriesOf(no, unit, year);
      const entries = all.filter((entry) => shelf.had(entry) && serves(wanted, entry.received || entry.issued));
      const left = all.filter((entry) => !entries.includes(entry)).map((entry) => entry.file).filter((file) => !entries.some((entry) => entry.file === file));
      const files = shelf
        .filesOf(no, unit, year)
        .filter((file) => !left.includes(file.path) && !left.includes(shelf.delivery(file)))
        .filter((file) => serves(wanted, file.years.length ? Math.max(...file.years) + "-12-31" : null));
      const sound = files.filter((file) => file.isSound);
      const referred = [].concat(...entries.filter((entry) => entry.see).map((entry) => shelf.referred(entry.see, unit)));
      const isWhole = sound.length > 0 && isComplete(wanted, sound);
      const isHeld = referred.some((file) => file.isSound) || isWhole;
      const isPartly = sound.length > 0 && !isWhole && !isHeld;
      const isLost = !sound.length && !files.length && !referred.length;
      const waived = !isHeld && isWaived(no, unit, year);
      const came = [].concat(...entries.map((entry) => shelf.reviewed(entry)));
      const states = came.map((entry) => reviewState(data, entry));
      const named = entries.map((entry) => entry.file);
      const loose = files.filter((file) => !file.isEmpty && !named.includes(file.path) && !named.includes(shelf.delivery(file)));
      const many = came.length + new Set(loose.map(shelf.delivery)).size;
      const isDelivered = !isPartly && came.length > 0 && (wanted.parts.length > 0 || many >= wanted.at_least);
      return {
        there: isHeld,
        partly: isPartly && !waived,
        waived: waived,
        accepted: !waived && !isLost && states.length > 0 && states.every((state) => state === "accepted"),
        returned: !waived && isDelivered && came.some((entry) => isSentBack(data, entry)),
      };
    }

    /** Every event has all its parts, and there are as many as asked for. */
    function isComplete(wanted, files) {
      const deliveries = new Map();
      files.forEach((file) => {
        const key = shelf.delivery(file);
        deliveries.set(key, (deliveries.get(key) || []).concat(file));
      });
      const hasParts = Array.from(deliveries.values()).every((held) =>
        wanted.parts.every((part) => held.filter((file) => file.part === part.no).length >= (part.at_least || 1))
      );
      return hasParts && deliveries.size >= wanted.at_least;
    }

    const isRequired = (no, unit) => {
      const need = data.requirements[no].need;
      return (typeof need === "object" && need ? need[data.units[unit].kind] : need) !== "support";
    };

    /** Whether a document that is cited is there; one that is owed, as a whole. */
    function isThere(text, unit) {
      const wanted = reference(text);
      const owner = wanted.unit || unit;
      const asked = owed.has(wanted.requirement) && owes(wanted.requirement, owner) ? yearsOf(data.requirements[wanted.requirement].years) : [];
      const slots = asked.filter((year) => year === null || wanted.year === null || year === wanted.year).map((year) => slot(wanted.requirement, owner, year));
      if (slots.some((each) => each.there)) return true;
      return !slots.some((each) => each.partly || each.waived) && shelf.proves(text, unit);
    }

    const owes = (no, unit) => people.owing(no).includes(unit) && !exclusions.ofRequirement(no, unit);

    function count(numbers) {
      const found = { there: 0, waived: 0, owed: 0, accepted: 0, returned: 0 };
      numbers.filter((no) => owed.has(no)).forEach((no) => {
        people.owing(no).forEach((unit) => {
          if (!owes(no, unit) || !isRequired(no, unit)) return;
          const slots = yearsOf(data.requirements[no].years).map((year) => slot(no, unit, year));
          found.owed += slots.length;
          ["there", "waived", "accepted"].forEach((key) => { found[key] += slots.filter((each) => each[key]).length; });
          if (slots.some((each) => each.returned)) found.returned += 1;
        });
      });
      return found;
    }

    return { count: count, isThere: isThere };
  }

  /* Reviews rest on bytes. */

  const sameBytes = (one, other) => one.startsWith(other) || other.startsWith(one);
  const byDay = (one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0);
  const until = (data, listed) => listed.filter((each) => each.on <= data.day);

  /** The oldest first; of one day in the order in which they are written. */
  function reviewsOf(data, entry) {
    const numbered = until(data, entry.reviews).map((review, place) => ({ review: review, place: place }));
    numbered.sort((one, other) => byDay(one.review, other.review) || one.place - other.place);
    return numbered.map((each) => each.review);
  }

  /** Whether a return waits for other bytes: not answered by them, by an acceptance, or by a review of others. */
  function isSentBack(data, entry) {
    const reviews = reviewsOf(data, entry);
    const came = until(data, entry.redelivered);
    return reviews.some((review, place) => {
      if (review.result !== "returned") return false;
      const settled = reviews.slice(place + 1).some((later) => later.result === "accepted" || !sameBytes(later.hash, review.hash));
      return !settled && !came.some((again) => !sameBytes(again.hash, review.hash) && (again.on >= review.on || overtook(again, review)));
    });

    /** Whether a reviewer still had the bytes before these: known by the day on which these came, and not come since. */
    function overtook(again, review) {
      const isOfThem = (other) => other !== review && sameBytes(other.hash, review.hash);
      const delivered = came.filter(isOfThem).map((other) => other.on);
      const known = reviews.filter(isOfThem).map((other) => other.on).concat(delivered);
      return known.some((day) => day <= again.on) && !delivered.some((day) => day > again.on);
    }
  }

  function reviewState(data, entry) {
    const reviews = reviewsOf(data, entry);
    const last = reviews[reviews.length - 1];
    if (!last) return "to review";
    if (last.result === "returned") return isSentBack(data, entry) ? "returned" : "to review";
    if (until(data, entry.redelivered).some((again) => again.on > last.on)) return "to review";
    const now = data.hashOf(entry.file);
    return !now || sameBytes(now, last.hash) ? "accepted" : "void";
  }

  /** By path, of files and of the folders of events: the hash of their sorted sha256sum lines. */
  function hashesOf(data) {
    const files = new Map(data.files.map((file) => [file[0], file[1]]));
    const lines = new Map();
    files.forEach((hash, path) => {
      for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
        const folder = path.slice(0, end);
        if (!lines.has(folder)) lines.set(folder, []);
        lines.get(folder).push(hash + "  " + path.slice(end + 1) + "\n");
      }
    });
    const folders = new Map();
    return (path) => {
      if (files.has(path)) return files.get(path);
      if (!lines.has(path)) return null;
      if (!folders.has(path)) folders.set(path, sha256Script.ofText(lines.get(path).sort().join("")));
      return folders.get(path);
    };
  }

  /* Vetoes. */

  function vetoesOf(data, shelf, isThere) {
    const worstFirst = [NOT_MET, UNDECIDED, MET];

    return data.standard.vetoes.filter((veto) => veto.counts !== false).map((veto) => {
      const applies = fits(data.county, veto.applies_if) !== false;
      const latest = Object.keys(data.progress).map(latestOf).filter(Boolean).sort(inTurn);
      const own = applies ? worstFirst.map((word) => latest.find((answer) => answer.verdict === word)).find(Boolean) : null;
      return {
        id: veto.id,
        answer: own ? own.answer : "",
        through: own ? own.through : "",
        proven: Boolean(own && own.document && isThere(own.document, own.unit)),
        verdict: own ? own.verdict : applies ? UNDECIDED : NOT_APPLICABLE,
      };

      function latestOf(unit) {
        const given = (data.progress[unit].vetoes || []).filter((answer) => answer.id === veto.id);
        const judged = given.map((answer) => Object.assign({ unit: unit, verdict: verdictOn(answer, unit) }, answer));
        return judged.sort(inTurn)[judged.length - 1];
      }
    });

    /** By the last day that answers speak for; on the same day, that one is hit comes last. */
    function inTurn(one, other) {
      if (one.through !== other.through) return one.through < other.through ? -1 : 1;
      return (one.verdict === NOT_MET) - (other.verdict === NOT_MET);
    }

    /** Hit is hit, whatever its proof; an answer reaches to the application, and not beyond the day of its document. */
    function verdictOn(answer, unit) {
      if (answer.answer === "hit") return NOT_MET;
      const isLongEnough = !data.bid.apply || answer.through >= data.bid.apply;
      if (!answer.document || !isLongEnough) return UNDECIDED;
      const issued = issuedOn(answer.document, unit);
      return issued && issued < answer.through ? UNDECIDED : MET;
    }

    function issuedOn(text, unit) {
      const named = entriesAt(text, unit);
      const seen = [].concat(...named.filter((entry) => entry.see).map((entry) => entriesAt(entry.see, unit)));
      const days = named.concat(seen).filter((entry) => shelf.had(entry) && entry.issued).map((entry) => entry.issued);
      return days.sort().pop();
    }

    function entriesAt(text, unit) {
      const wanted = reference(text);
      const all = shelf.entriesOf(wanted.requirement, wanted.unit || unit, null);
      return all.filter((entry) => wanted.year === null || !entry.years.length || entry.years.includes(wanted.year));
    }
  }

  /* The bid: its vetoes, then the pass rule. */

  function pass(data, rows, vetoes, proven) {
    const rule = data.standard.pass || {};
    const isFull = (row) => row.proof.there + row.proof.waived === row.proof.owed && !row.returned;
    const verdicts = vetoes.map((veto) => (proven && veto.verdict === MET && !veto.proven ? UNDECIDED : veto.verdict));
    const isBinding = (row) => row.attribute !== "reference";
    if (rule.every_row) verdicts.push(share(() => true, "all"));
    else {
      verdicts.push(share(isBinding, rule.binding || "all"));
      // With points, what is not met of the others costs points, unless the rule says how many there must be.
      if (!rule.points || rule.reference) verdicts.push(share((row) => !isBinding(row), rule.reference || "all"));
    }
    if (rule.points) verdicts.push(score());
    return worstOf(verdicts.concat(data.standard.partial ? UNDECIDED : MET));

    /** Not met only where even all that is open could not reach the share. */
    function share(isOne, wanted) {
      const listed = rows.filter((row) => isOne(row) && row.verdict !== NOT_APPLICABLE);
      const least = wanted === "all" ? listed.length : Math.ceil((parseInt(wanted, 10) * listed.length) / 100);
      const met = listed.filter((row) => row.verdict === MET && (!proven || isFull(row))).length;
      const closed = listed.filter((row) => row.verdict === NOT_MET).length;
      return met >= least ? MET : listed.length - closed < least ? NOT_MET : UNDECIDED;
    }

    /** All points for a row that is met, else what its scale gives; what is open may still give them. */
    function score() {
      const sum = (listed) => listed.reduce((total, points) => plus(total, points), read("0"));
      const withPoints = rows.filter((row) => row.points !== undefined);
      const possible = sum(withPoints.map((row) => (row.verdict === NOT_MET ? byScale(row) : read(row.points))));
      const sure = sum(
        withPoints
          .filter((row) => !proven || isFull(row))
          .map((row) => (row.verdict === MET ? read(row.points) : row.verdict === NOT_MET ? byScale(row) : read("0")))
      );
      const least = read(rule.points);
      return compare(sure, least) >= 0 ? MET : compare(possible, least) >= 0 ? UNDECIDED : NOT_MET;
    }

    function byScale(row) {
      const [measure] = row.measures;
      const figure = measure.values[data.bid.assessed];
      const sign = (data.measures[measure.id] || {}).better === "lower" ? -1 : 1;
      const step = figure && figure.value && (row.scale || []).find(([limit]) => compare(figure.value, read(limit)) * sign >= 0);
      return read(step ? step[1] : "0");
    }
  }

  /* All of it. */

  function judgeAgain(data) {
    data = Object.assign({}, data, { unitByName: namesOf(data), hashOf: hashesOf(data) });
    const people = peopleOf(data);
    const shelf = shelfOf(data);
    const recognised = recognisedIn(data, people, shelf);
    const figures = figuresOf(data, people, recognised);
    const judge = targetsOf(data, people, figures);
    const owed = owedNumbers(data, figures, figuresOf(data, people, declaredIn(data, people)));
    const proof = proofOf(data, people, shelf, recognised, owed);
    const years = [];
    for (let year = data.bid.assessed - data.bid.years + 1; year <= data.bid.assessed; year += 1) years.push(year);

    const rows = data.standard.rows.map((row) => {
      const applies = fits(data.county, row.applies_if);
      const measures = Object.keys(row.targets).map((id) => {
        const isKnown = Boolean(data.measures[id]);
        const verdict = applies === false ? NOT_APPLICABLE : applies === null || !isKnown ? UNDECIDED : judge(row.targets[id], id);
        const listed = (of) => {
          const found = {};
          years.forEach((year) => {
            const figure = isKnown ? of(id, year) : UNKNOWN;
            if (figure.known) found[year] = figure;
          });
          return found;
        };
        const built = listed(figures.built);
        Object.keys(built).forEach((year) => { if (!built[year].computed) delete built[year]; });
        const excluded = years.filter((year) => isKnown && figures.judged(id, year).excluded);
        return { id: id, verdict: verdict, values: listed(figures.judged), computed: built, excluded: excluded };
      });
      const verdict = worstOf(measures.map((measure) => measure.verdict));
      const owners = data.indicators.filter((indicator) => indicator.measures.some((id) => row.targets[id]));
      const { there, waived, owed, accepted, returned } = proof.count([].concat(...owners.map((indicator) => indicator.requirements)));
      return {
        no: row.no,
        attribute: row.attribute,
        points: row.points,
        scale: row.scale,
        verdict: verdict,
        counts: verdict === MET && there + waived === owed && !returned,
        proof: { there: there, waived: waived, owed: owed },
        accepted: accepted,
        returned: returned,
        measures: measures,
      };
    });
    const vetoes = vetoesOf(data, shelf, proof.isThere);
    return { verdict: pass(data, rows, vetoes, true), by_figures: pass(data, rows, vetoes, false), rows: rows, vetoes: vetoes };
  }

  /**
   * The numbers that are owed: of boxes all, but for vetoes that do not apply; of an indicator those of the rows that touch it.
   * The statement (-0) is owed where no row applies, or nothing that a row asks for is declared to concern the county.
   */
  function owedNumbers(data, figures, declared) {
    const vetoes = data.standard.vetoes.filter((veto) => veto.counts !== false && fits(data.county, veto.applies_if) !== false).map((veto) => veto.id);
    const inIndicators = [].concat(...data.indicators.map((indicator) => indicator.requirements));
    const ofBoxes = Object.keys(data.requirements).filter((no) => !inIndicators.includes(no) && (!data.requirements[no].veto || vetoes.includes(data.requirements[no].veto)));
    const found = new Set(ofBoxes);
    data.indicators.forEach((indicator) => {
      const touching = data.standard.rows.filter((row) => indicator.measures.some((id) => row.targets[id]));
      if (!touching.length) return;
      const asked = touching.filter((row) => fits(data.county, row.applies_if) !== false).map((row) => indicator.measures.filter((id) => row.targets[id]));
      const isStatement = (no) => no.endsWith("-0");
      const isExcluded = indicator.requirements.some(isStatement) && asked.every(figures.excludes);
      indicator.requirements.forEach((no) => {
        if (isStatement(no) ? asked.every(declared.excludes) : asked.length && !isExcluded) found.add(no);
      });
    });
    return found;
  }

  function namesOf(data) {
    const found = Object.assign(Object.create(null), data.folders); // folders may be called like anything
    Object.keys(data.units).reverse().forEach((unit) => {
      data.units[unit].names.concat(unit).forEach((name) => { found[name] = unit; });
    });
    return found;
  }

  return judgeAgain;
})();
