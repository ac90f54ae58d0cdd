'use strict';
(function () {
  const report = JSON.parse(document.getElementById('data').textContent);
  const { members, classes, curves } = report;
  const names = members.map((m) => m.name);
  const many = members.length > 12;
  const safe = echarts.format.encodeHTML;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const emphasis = { disabled: true };

  const percent = (x) => (100 * x).toFixed(1) + ' %';
  function number(x) {
    const size = Math.abs(x);
    if (size === 0) return '0';
    if (size < 1e-4 || size >= 1e9) return x.toExponential(3);
    return x.toFixed(Math.max(0, 3 - Math.floor(Math.log10(Number(size.toPrecision(4))))));
  }
  const scale = report.metric === 'rmse'
    ? { figure: number, tick: (x) => (Math.abs(x) >= 1e9 ? x.toExponential(1) : String(Number(x.toPrecision(3)))) }
    : { figure: percent, tick: (x) => Math.round(100 * x) + ' %' };

  /** Names often differ at their end only, so a long one loses its middle. */
  function short(name) {
    const letters = Array.from(name);
    return letters.length > 24 ? letters.slice(0, 14).join('') + '…' + letters.slice(-9).join('') : name;
  }

  function look() {
    const css = getComputedStyle(document.documentElement);
    const value = (name) => css.getPropertyValue(name).trim();
    return {
      ink: value('--ink'), soft: value('--soft'), line: value('--line'), card: value('--card'),
      pooled: value('--pooled'),
      series: value('--series').split(/\s+/), classes: value('--classes').split(/\s+/),
    };
  }

  const tooltip = (c, more) => ({ backgroundColor: c.card, borderColor: c.line, textStyle: { color: c.ink }, confine: true, ...more });

  const common = (c) => ({
    animation: !still,
    textStyle: { color: c.ink, fontFamily: getComputedStyle(document.body).fontFamily },
  });

  /** A legend in as many rows as its names need, or in one that scrolls where those would be too many. */
  function legend(c, width, entries) {
    const needed = entries.reduce((sum, name) => sum + 46 + 6.5 * short(name).length, 0) / (0.95 * width);
    const rows = needed > 4 ? 1 : Math.ceil(needed);
    const option = {
      type: needed > 4 ? 'scroll' : 'plain', bottom: 0, textStyle: { color: c.ink }, inactiveColor: c.soft, itemGap: 14,
      pageTextStyle: { color: c.soft }, pageIconColor: c.ink, pageIconInactiveColor: c.line, formatter: short, data: entries,
    };
    return { option, height: 20 + 24 * rows };
  }

  const longest = Math.max(...names.map((name) => short(name).length));

  /** Room for names that are drawn wider than the chart library measures them. */
  const margin = names.concat(classes).some((name) => name.length > 12) ? 24 : 8;

  const axis = (c, more) => ({
    axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
    axisLabel: { color: c.soft }, nameTextStyle: { color: c.soft },
    splitLine: { lineStyle: { color: c.line } }, ...more,
  });

  const memberAxis = (c) => axis(c, {
    type: 'category', data: names, inverse: true, splitLine: { show: false },
    axisLabel: { color: c.ink, interval: 0, formatter: short },
  });

  /** Accuracies end at 100 %; errors have no end, and the first may be many times the last. */
  function scoreAxis(c, scores) {
    const axisLabel = { color: c.soft, formatter: scale.tick, hideOverlap: true };
    const low = Math.min(...scores);
    if (report.metric !== 'rmse') {
      const step = low < 0.5 ? 0.2 : low < 0.75 ? 0.1 : 0.05;
      return axis(c, { type: 'value', min: Math.max(0, Math.floor((low - 0.01) / step + 1e-9) * step), max: 1, axisLabel });
    }
    const wide = low > 0 && Math.max(...scores) > 8 * low;
    return axis(c, wide ? { type: 'log', logBase: 2, axisLabel, name: 'log scale' } : { type: 'value', scale: true, axisLabel });
  }

  function gain(c, width) {
    const link = (params, api) => {
      const from = api.coord([api.value(0), api.value(2)]);
      const to = api.coord([api.value(1), api.value(2)]);
      return {
        type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
        style: { stroke: c.soft, lineWidth: 2, opacity: 0.6 },
      };
    };
    const foot = legend(c, width, ['alone', 'federated']);
    const size = many ? 10 : 13;
    return {
      ...common(c),
      grid: { left: margin, right: 28, top: 28, bottom: foot.height, containLabel: true },
      tooltip: tooltip(c, {
        trigger: 'item',
        formatter: (p) => safe(names[p.dataIndex]) + ': ' + scale.figure(members[p.dataIndex].alone) + ' alone, '
          + scale.figure(members[p.dataIndex].federated) + ' federated',
      }),
      xAxis: scoreAxis(c, members.flatMap((m) => [m.alone, m.federated]).concat(report.pooled)),
      yAxis: memberAxis(c),
      series: [
        { type: 'custom', renderItem: link, silent: true, data: members.map((m, i) => [m.alone, m.federated, i]), encode: { x: [0, 1], y: 2 } },
        { name: 'alone', type: 'scatter', symbol: 'diamond', symbolSize: size, itemStyle: { color: c.soft }, data: members.map((m, i) => [m.alone, i]) },
        {
          name: 'federated', type: 'scatter', symbolSize: size, itemStyle: { color: c.series[0] },
          data: members.map((m, i) => [m.federated, i]),
          markLine: {
            silent: true, symbol: 'none', precision: 9, lineStyle: { color: c.pooled, type: 'dashed', width: 1.5 },
            label: { color: c.pooled, formatter: 'pooled ' + scale.figure(report.pooled), position: 'start' },
            data: [{ xAxis: report.pooled }],
          },
        },
      ],
      legend: foot.option,
    };
  }

  function slots(c, width) {
    const colour = (i) => (many ? c.series[0] : c.series[i % c.series.length]);
    const last = Math.max(1, report.slots, ...members.flatMap((m) => m.curve.map((p) => p.slot)));
    const aside = last + Math.max(1, Math.round(last / 8));
    const flat = (score) => Array.from({ length: last + 1 }, (none, slot) => [slot, score]);
    const pooled = curves.pooled.length ? curves.pooled : flat(report.pooled);
    const alone = curves.alone.length ? curves.alone : flat(report.meanAlone);
    const line = (name, points, style) => ({
      name, type: 'line', symbol: points.length < 2 ? 'circle' : 'none', data: points, emphasis,
      itemStyle: { color: style.color }, lineStyle: style, z: style.z || 2,
    });
    const summary = ['mean', 'worst', 'alone', 'pooled'];
    const foot = legend(c, width, many ? summary : [...names, ...summary]);
    const told = (hits) => (many ? hits.filter((p) => p.seriesIndex >= 2 * names.length) : hits);
    const row = (name, score) => '<br>' + safe(short(name)) + ': ' + scale.figure(score);
    function hint(hits) {
      const slot = hits[0].value[0];
      if (slot > last) {
        return 'alone' + (many ? row('mean', report.meanAlone) : hits.map((p) => row(p.seriesName, p.value[1])).join(''));
      }
      return 'slot ' + slot + told(hits).map((p) => row(p.seriesName, p.value[1])).join('');
    }
    const end = [...members.flatMap((m) => [m.alone, m.federated]), report.pooled];
    const scores = end.concat([...members.flatMap((m) => m.curve.map((p) => [p.slot, p.score])), ...pooled, ...alone].map((p) => p[1]));
    return {
      ...common(c),
      grid: { left: 8, right: 16, top: 30, bottom: foot.height + 28, containLabel: true },
      tooltip: tooltip(c, { trigger: 'axis', axisPointer: { lineStyle: { color: c.soft } }, formatter: hint }),
      xAxis: axis(c, {
        type: 'value', min: 0, max: aside, name: 'slot', nameLocation: 'middle', nameGap: 26, interval: Math.max(1, Math.ceil(last / 8)),
        splitLine: { show: false }, axisLabel: { color: c.soft, showMaxLabel: true, formatter: (x) => (x === aside ? 'alone' : x > last ? '' : x) },
      }),
      yAxis: scoreAxis(c, scores),
      series: [
        ...members.map((m, i) => line(m.name, m.curve.map((p) => [p.slot, p.score]), {
          color: colour(i), width: many ? 1 : 1.5, opacity: many ? 0.3 : 0.8,
        })),
        ...members.map((m, i) => ({
          name: m.name, type: 'scatter', symbol: 'diamond', symbolSize: many ? 8 : 12, emphasis,
          itemStyle: { color: many ? c.soft : colour(i), opacity: many ? 0.5 : 1 }, data: [[aside, m.alone]],
        })),
        line('mean', curves.mean, { color: c.ink, width: 3, z: 5 }),
        line('worst', curves.worst, { color: c.ink, width: 1.5, type: 'dotted', z: 4 }),
        line('alone', alone, { color: c.soft, width: 2, z: 3 }),
        line('pooled', pooled, { color: c.pooled, width: 2, type: 'dashed', z: 3 }),
      ],
      legend: foot.option,
    };
  }

  function shares(c, width) {
    const most = Math.max(1, ...members.map((m) => m.rows));
    const foot = legend(c, width, classes);
    return {
      ...common(c),
      grid: { left: margin, right: 28, top: 8, bottom: foot.height, containLabel: true },
      tooltip: tooltip(c, { trigger: 'axis', axisPointer: { type: 'shadow' } }),
      xAxis: axis(c, { type: 'value' }),
      yAxis: memberAxis(c),
      series: classes.map((name, k) => ({
        name, type: 'bar', stack: 'rows', barMaxWidth: 22, itemStyle: { color: c.classes[k % c.classes.length] },
        data: members.map((m) => m.classRows[k]),
        label: { show: true, color: '#14171a', formatter: (p) => (p.value * width < 42 * most ? '' : p.value) },
      })),
      legend: foot.option,
    };
  }

  /** Members across and classes down, as papers on federated learning draw it. */
  function bubbles(c, width) {
    const most = Math.max(1, ...members.flatMap((m) => m.classRows));
    const bubble = (params, api) => {
      const [cx, cy] = api.coord([api.value(0), api.value(1)]);
      const room = Math.min(...api.size([1, 1])) / 2;
      return {
        type: 'circle', shape: { cx, cy, r: Math.max(1, 0.95 * room * Math.sqrt(api.value(2) / most)) },
        style: { fill: c.series[0], opacity: 0.85 },
      };
    };
    const grid = { show: true, interval: 0, lineStyle: { color: c.line } };
    const slanted = 7 * longest > (width - 120) / names.length;
    return {
      ...common(c),
      grid: { left: margin, right: 28, top: 8, bottom: margin, containLabel: true },
      tooltip: tooltip(c, {
        trigger: 'item',
        formatter: (p) => safe(names[p.value[0]]) + '<br>' + safe(classes[p.value[1]]) + ': ' + p.value[2] + ' rows',
      }),
      xAxis: axis(c, {
        type: 'category', data: names, splitLine: grid,
        axisLabel: { color: c.ink, formatter: short, interval: 0, rotate: slanted ? 60 : 0 },
      }),
      yAxis: axis(c, {
        type: 'category', data: classes, inverse: true, splitLine: grid, axisLabel: { color: c.soft, formatter: short },
      }),
      series: [{
        type: 'custom', renderItem: bubble, encode: { x: 0, y: 1 },
        data: members.flatMap((m, i) => m.classRows.map((rows, k) => [i, k, rows])).filter((cell) => cell[2] > 0),
      }],
    };
  }

  const perMember = 6 + (many ? 1.2 : 1.5) * names.length;
  const perClass = 2 + longest / 2 + (classes.length > 20 ? 0.9 : 2) * classes.length;
  const charts = [
    ['gain', gain, perMember],
    ['curves', slots, 0],
    ['shares', shares, classes.length > 12 ? undefined : perMember],
    ['bubbles', bubbles, classes.length > 4 ? perClass : undefined],
  ].flatMap(([id, option, rem]) => {
    const place = document.getElementById(id);
    if (rem === undefined) {
      place.closest('figure').hidden = true;
      return [];
    }
    place.style.minHeight = rem + 'rem';
    return [[echarts.init(place, null, { renderer: 'svg' }), option]];
  });
  const draw = () => charts.forEach(([chart, option]) => chart.setOption(option(look(), chart.getWidth()), true));
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('resize', () => {
    charts.forEach(([chart]) => chart.resize());
    draw();
  });
})();
