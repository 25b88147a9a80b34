'use strict';
(() => {
  const run = JSON.parse(document.getElementById('data').textContent);
  const { summary, nodes } = run;
  // What is left over at the end of a run is too short for a rate.
  const seconds = run.seconds.filter((second) => second.lengthSeconds > 0.2);
  const dark = matchMedia('(prefers-color-scheme: dark)');

  // ---- texts: everything from outside goes into the page as text, never as markup

  function element(tag, classes, text) {
    const made = document.createElement(tag);
    if (classes) made.className = classes;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function card(parent, title) {
    const made = element('div', 'card');
    if (title) made.append(element('h2', '', title));
    document.getElementById(parent).append(made);
    return made;
  }

  const number = (value, digits = 0) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const ms = (value) => number(value, value < 100 ? 1 : 0) + ' ms';
  const megabytes = (bytes) => number(bytes / 1e6) + ' MB';
  const total = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

  function bitrate(mbps) {
    return mbps >= 1000 ? number(mbps / 1000, 2) + ' Gbit/s' : number(mbps, mbps < 10 ? 2 : 0) + ' Mbit/s';
  }

  /** Rows of cells; a cell is a text, or {text, classes}. */
  function table(parent, heads, rows) {
    const made = element('table');
    const append = (row, tag) => {
      const line = element('tr');
      row.forEach((cell, column) => {
        const { text, classes } = typeof cell === 'object' ? cell : { text: cell };
        line.append(element(tag, classes ?? (heads[column]?.number ? 'number' : ''), text));
      });
      made.append(line);
    };
    if (heads.some((head) => head.text)) append(heads.map((head) => head.text ?? ''), 'th');
    rows.forEach((row) => append(row, 'td'));
    parent.append(made);
  }

  // ---- head, bounds, tiles

  document.title = `Headwater ${run.title}`;
  document.getElementById('title').textContent = `Headwater ${run.title}`;
  document.getElementById('subtitle').textContent =
    `${run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, 'Z')} · ${number(summary.wholeSeconds)} s,` +
    ` measured for ${number(summary.measuredSeconds)} s · version ${run.version}`;

  if (run.verdicts.length > 0) {
    const missed = run.verdicts.filter((verdict) => !verdict.met).length;
    const bounds = card('verdict', missed === 0 ? 'All bounds were met' : `${missed} of ${run.verdicts.length} bounds missed`);
    bounds.firstChild.className = missed === 0 ? 'good' : 'bad';
    table(
      bounds,
      [{}, { text: 'bound' }, { text: 'measured', number: true }, { text: 'limit', number: true }],
      run.verdicts.map((verdict) => [
        { text: verdict.met ? 'PASS' : 'FAIL', classes: verdict.met ? 'good' : 'bad' },
        verdict.bound,
        verdict.measured,
        verdict.limit,
      ]),
    );
  }

  function tile(name, value, note, classes) {
    const made = card('tiles');
    made.classList.add('tile');
    made.append(element('div', 'name', name), element('div', `value ${classes ?? ''}`, value));
    if (note) made.append(element('div', 'note', note));
  }

  function count(name, value, note) {
    tile(name, number(value), note, value === 0 ? '' : 'bad');
  }

  if (summary.latency) {
    tile('Latency p50', ms(summary.latency.p50Ms), 'half of the frames');
    tile('Latency p99', ms(summary.latency.p99Ms), `max ${ms(summary.latency.maxMs)}`);
  }
  if (summary.delivery.ratio !== undefined) {
    const missing = summary.delivery.expectedFrames - summary.delivery.receivedFrames;
    tile('Delivered', number(Math.floor(summary.delivery.ratio * 1e5) / 1e3, 3) + ' %', `${number(missing)} video frames missing`);
  }
  if (summary.receivedBytes > 0) {
    tile('Received', bitrate(summary.receivedMbps), `${number(summary.receivedBytes / 1e9, 2)} GB`);
  }
  if (summary.sentBytes > 0) tile('Published', bitrate(summary.sentMbps), `publishers that began: ${number(summary.publishes)}`);
  if (summary.attempts > 0) tile('Joined', number(summary.joins), `of ${number(summary.attempts)} attempts`);
  if (summary.hls?.segment) {
    tile('Segments p99', ms(summary.hls.segment.p99Ms), `p50 ${ms(summary.hls.segment.p50Ms)}, ${number(summary.hls.segment.count)} answers`);
    if (summary.hls.latency) tile('Screen latency p50', ms(summary.hls.latency.p50Ms), `p99 ${ms(summary.hls.latency.p99Ms)}`);
    count('Halts', summary.hls.halts?.count ?? 0, 'screens with nothing to show');
  }
  if (summary.stalled) {
    const { players, closed } = summary.stalled;
    tile('Stalled', number(players), `read nothing; the server closed ${number(closed)}`);
  }
  if (summary.firstFrame) {
    tile('First frame p50', ms(summary.firstFrame.p50Ms), `p99 ${ms(summary.firstFrame.p99Ms)}`);
  }
  if (summary.cycles > 0) {
    tile('Churn', number(summary.cycles / summary.measuredSeconds, 1) + ' /s', `${number(summary.cycles)} came and left`);
  }
  if (summary.serverCores !== undefined) {
    const each = summary.serverCpuSecondsPerGb;
    tile('Server CPU', number(summary.serverCores, 2) + ' cores', each === undefined ? '' : `${number(each, 2)} s/GB`);
  }
  if (summary.maxServerResidentBytes !== undefined) {
    tile('Server memory', megabytes(summary.maxServerResidentBytes), 'resident, highest');
  }
  count('Failures', total(summary.failures), 'did not get in');
  count('Thrown out', total(summary.disconnects), 'after they got in');
  count('Faults', total(summary.faults), 'in what players got');

  // ---- tables

  const right = { number: true };
  const distributions = [
    ['Latency', summary.latency],
    ['First frame', summary.firstFrame],
    ['Publish start', summary.publishStart],
    ['Late sends of ours', summary.sendLag],
    ['Playlists', summary.hls?.playlist],
    ['Segments, first byte', summary.hls?.firstByte],
    ['Segments', summary.hls?.segment],
    ['Screen latency', summary.hls?.latency],
    ['Halts', summary.hls?.halts],
    ['Stall to close', summary.stalled?.untilClosed],
  ].filter(([, times]) => times);
  if (distributions.length > 0) {
    table(
      card('tables', 'Times in ms'),
      [{ text: ' ' }, ...['p50', 'p90', 'p99', 'p99.9', 'max'].map((text) => ({ text, number: true }))],
      distributions.map(([name, times]) => [
        name,
        ...[times.p50Ms, times.p90Ms, times.p99Ms, times.p999Ms, times.maxMs].map((value) => number(value, value < 100 ? 1 : 0)),
      ]),
    );
  }
  const troubles = [
    ...Object.entries(summary.failures).map(([reason, times]) => ['failure', reason, times]),
    ...Object.entries(summary.disconnects).map(([reason, times]) => ['thrown out', reason, times]),
    ...Object.entries(summary.hls?.missed ?? {}).map(([reason, times]) => ['missed', reason, times]),
    ...Object.entries(summary.faults).map(([reason, times]) => ['fault', reason, times]),
  ];
  if (troubles.length > 0) {
    table(card('tables', 'What went wrong'), [{}, {}, right], troubles.map(([kind, reason, times]) => [kind, reason, number(times)]));
  }
  if (summary.ffmpegs) {
    table(
      card('tables', 'Real ffmpeg'),
      [{ text: ' ' }, ...['frames', 'fps', 'first, ms', 'stalls'].map((text) => ({ text, number: true })), { text: 'outcome' }],
      summary.ffmpegs.map((client) => [
        `${client.name} ${client.url}`,
        number(client.frames),
        number(client.fps, 1),
        client.firstOutputMs === undefined ? 'never' : number(client.firstOutputMs),
        number(client.stalls),
        { text: client.outcome, classes: client.failed ? 'bad' : '' },
      ]),
    );
  }
  table(card('tables', 'Parameters'), [{}, {}], Object.entries(run.parameters));
  table(card('tables', 'The machine of the load test'), [{}, {}], [
    ['Cores', number(run.machine.cores)],
    ['Memory', megabytes(run.machine.memoryBytes)],
    ['System', run.machine.system],
    ['Java', run.machine.java],
    ['CPU of the load test', `${number(summary.loadCpuSeconds, 1)} s`],
  ]);
  if (nodes.length > 0) {
    table(
      card('tables', 'Scraped nodes'),
      [{ text: 'node' }, { text: 'samples', number: true }, { text: 'gaps', number: true }],
      nodes.map((node) => [
        node.lastGap ? `${node.node} (${node.lastGap})` : node.node,
        number(node.samples.length),
        number(node.gaps),
      ]),
    );
  }

  // ---- plots

  const points = (items, value) => items.map((item) => ({ x: item.elapsedSeconds, y: value(item) ?? null }));
  const perSecond = (name) => (second) => second[name] / second.lengthSeconds;

  /** Growth of a counter in each interval; a gap or a new start makes a hole. */
  function rates(samples, name) {
    const made = [];
    for (let i = 1; i < samples.length; i++) {
      const [before, after] = [samples[i - 1], samples[i]];
      const time = after.elapsedSeconds - before.elapsedSeconds;
      const growth = after[name] - before[name];
      made.push({ x: after.elapsedSeconds, y: time > 0 && growth >= 0 ? growth / time : null });
    }
    return made;
  }

  /** What the players would get if each got all of one of our publishers: the mean, where streams differ. */
  function owedFrames(second) {
    return second.publishers > 0 ? perSecond('sentFrames')(second) * (second.players / second.publishers) : null;
  }

  function place(node) {
    try {
      return new URL(node.node).host;
    } catch {
      return node.node;
    }
  }

  const ofNodes = (make) =>
    nodes.flatMap((node) => make(node.samples, nodes.length > 1 ? ` ${place(node)}` : ''));

  const wanted = [
    ['Latency, ms', [
      ['p50', points(seconds, (second) => second.latency?.p50Ms)],
      ['p99', points(seconds, (second) => second.latency?.p99Ms)],
      ['max', points(seconds, (second) => second.latency?.maxMs), 'thin'],
    ]],
    ['Delivered, Mbit/s', [
      ['received', points(seconds, (second) => second.receivedMbps)],
      ['published by us', points(seconds, (second) => (summary.sentBytes > 0 ? second.sentMbps : null)), 'dashed'],
    ]],
    ['Frames a second, audio and video', [
      ['received', points(seconds, (second) => perSecond('videoFrames')(second) + perSecond('audioFrames')(second))],
      ['owed (sent by us × players)', points(seconds, owedFrames), 'dashed'],
    ]],
    ['Clients', [
      ['players', points(seconds, (second) => second.players)],
      ['publishers', points(seconds, (second) => second.publishers)],
      ['stalled players', points(seconds, (second) => (summary.stalled ? second.stalled : null))],
      ...ofNodes((samples, name) => [[`players${name}, says the node`, points(samples, (sample) => sample.players), 'dashed']]),
    ]],
    ['Joins and failures a second', [
      ['joins', points(seconds, perSecond('joins'))],
      ['failures', points(seconds, perSecond('failures'))],
      ['thrown out', points(seconds, perSecond('disconnects'))],
      ['faults', points(seconds, perSecond('faults'))],
    ]],
    ['First frame, ms', [
      ['p50', points(seconds, (second) => second.firstFrame?.p50Ms)],
      ['p99', points(seconds, (second) => second.firstFrame?.p99Ms)],
    ]],
    ['Segments of HLS, ms', [
      ['p50', points(seconds, (second) => second.segment?.p50Ms)],
      ['p99', points(seconds, (second) => second.segment?.p99Ms)],
      ['max', points(seconds, (second) => second.segment?.maxMs), 'thin'],
    ]],
    ['CPU, cores', [
      ...ofNodes((samples, name) => [[`server${name}`, rates(samples, 'cpuSeconds')]]),
      ['this load test', points(seconds, perSecond('loadCpuSeconds')), 'dashed'],
    ]],
    ['Server memory, MB', ofNodes((samples, name) => [
      [`resident${name}`, points(samples, (sample) => sample.residentBytes / 1e6)],
      [`heap${name}`, points(samples, (sample) => sample.heapBytes / 1e6)],
      [`direct${name}`, points(samples, (sample) => sample.directBytes / 1e6)],
    ])],
    ['Server: frames dropped a second', ofNodes((samples, name) => [[`dropped${name}`, rates(samples, 'droppedFrames')]])],
    ['Server: latest event loop, ms', ofNodes((samples, name) => [
      [`lag${name}`, points(samples, (sample) => sample.loopLagSeconds * 1e3)],
    ])],
  ];

  const isDrawn = (point) => Number.isFinite(point.y);

  /** Shades the time that does not count. */
  const warmUp = {
    id: 'warm-up',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      ctx.save();
      ctx.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--warm-up');
      ctx.beginPath();
      ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
      ctx.clip();
      for (const second of seconds) {
        if (!second.measured) {
          const from = scales.x.getPixelForValue(second.elapsedSeconds - second.lengthSeconds);
          const to = scales.x.getPixelForValue(second.elapsedSeconds);
          ctx.fillRect(from, chartArea.top, to - from, chartArea.height);
        }
      }
      ctx.restore();
    },
  };

  const lightColours = ['#0b62d6', '#d9480f', '#2b8a3e', '#9c36b5', '#087f8c', '#b8860b'];
  const darkColours = ['#5aa2ff', '#ff9150', '#69db7c', '#da77f2', '#3bc9db', '#ffd43b'];
  const lastSecond = Math.max(1, ...seconds.map((second) => second.elapsedSeconds));
  let charts = [];

  function options(style) {
    const axis = (more) => ({
      grid: { color: style.getPropertyValue('--line') },
      ticks: { color: style.getPropertyValue('--dim'), maxTicksLimit: 7, maxRotation: 0, includeBounds: false },
      ...more,
    });
    return {
      animation: false,
      maintainAspectRatio: false,
      parsing: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: axis({
          type: 'linear',
          min: 0,
          max: lastSecond,
          title: { display: true, text: 'seconds', color: style.getPropertyValue('--dim') },
        }),
        y: axis({ beginAtZero: true, suggestedMax: 1 }),
      },
      plugins: {
        legend: { labels: { color: style.getPropertyValue('--text'), boxWidth: 14, boxHeight: 2 } },
        tooltip: { callbacks: { title: (items) => (items.length > 0 ? `${number(items[0].parsed.x, 1)} s` : '') } },
      },
    };
  }

  function draw() {
    charts.forEach((chart) => chart.destroy());
    document.getElementById('plots').replaceChildren();
    const style = getComputedStyle(document.documentElement);
    const colours = dark.matches ? darkColours : lightColours;
    charts = wanted
      .map(([title, series]) => [title, series.filter(([, data]) => data.some(isDrawn))])
      .filter(([, series]) => series.length > 0)
      .map(([title, series]) => {
        const holder = element('div', 'plot');
        const canvas = element('canvas');
        canvas.setAttribute('role', 'img');
        canvas.setAttribute('aria-label', title);
        holder.append(canvas);
        card('plots', title).append(holder);
        return new Chart(canvas, {
          type: 'line',
          data: {
            datasets: series.map(([label, data, manner], index) => ({
              label,
              data: data.map((point) => (isDrawn(point) ? point : { x: point.x, y: NaN })),
              borderColor: colours[index % colours.length],
              backgroundColor: colours[index % colours.length],
              borderWidth: manner === 'thin' ? 1 : 2,
              borderDash: manner === 'dashed' ? [5, 4] : [],
              pointRadius: data.filter(isDrawn).length > 1 ? 0 : 3,
            })),
          },
          options: options(style),
          plugins: [warmUp],
        });
      });
  }

  dark.addEventListener('change', draw);
  draw();
  if (seconds.some((second) => !second.measured)) {
    document.getElementById('plots').after(
      element('p', 'note', 'Shaded: warm-up and end, which the bytes, frames, faults and latencies of the summary leave out.'),
    );
  }
})();
