'use strict';
(function () {
  const { report, curves } = JSON.parse(document.getElementById('data').textContent);
  const members = report.members;
  const names = members.map((m) => m.name);
  const scores = members.flatMap((m) => [m.alone, m.federated, ...m.curve.map((p) => p.score)]).concat(report.pooled);
  const floor = Math.max(0, Math.floor((Math.min(...scores) - 0.01) * 20) / 20);
  const percent = (x) => (100 * x).toFixed(1) + ' %';
  const axisPercent = (x) => Math.round(100 * x) + ' %';
  const safe = echarts.format.encodeHTML;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  function look() {
    const css = getComputedStyle(document.documentElement);
    const value = (name) => css.getPropertyValue(name).trim();
    return {
      ink: value('--ink'), soft: value('--soft'), line: value('--line'), card: value('--card'),
      pooled: value('--pooled'),
      series: value('--series').split(/\s+/), classes: value('--classes').split(/\s+/),
    };
  }

  function common(c) {
    return {
      animation: !still,
      textStyle: { color: c.ink, fontFamily: getComputedStyle(document.body).fontFamily },
      tooltip: { backgroundColor: c.card, borderColor: c.line, textStyle: { color: c.ink } },
      legend: { bottom: 0, textStyle: { color: c.ink }, inactiveColor: c.soft, itemGap: 14 },
    };
  }

  const axis = (c, more) => ({
    axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
    axisLabel: { color: c.soft }, nameTextStyle: { color: c.soft },
    splitLine: { lineStyle: { color: c.line } }, ...more,
  });

  const memberAxis = (c) =>
    axis(c, { type: 'category', data: names, inverse: true, splitLine: { show: false }, axisLabel: { color: c.ink } });

  const pooledLine = (c, where, label) => ({
    silent: true, symbol: 'none', precision: 9, lineStyle: { color: c.pooled, type: 'dashed', width: 1.5 },
    label: { color: c.pooled, formatter: 'pooled ' + percent(report.pooled), ...label }, data: [where],
  });

  function gain(c) {
    const link = (params, api) => {
      const from = api.coord([api.value(0), api.value(2)]);
      const to = api.coord([api.value(1), api.value(2)]);
      return {
        type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
        style: { stroke: c.soft, lineWidth: 2, opacity: 0.6 },
      };
    };
    return {
      ...common(c),
      grid: { left: 8, right: 28, top: 28, bottom: 44, containLabel: true },
      tooltip: {
        ...common(c).tooltip, trigger: 'item',
        formatter: (p) => safe(names[p.dataIndex]) + ': ' + percent(members[p.dataIndex].alone) + ' alone, '
          + percent(members[p.dataIndex].federated) + ' federated',
      },
      xAxis: axis(c, { type: 'value', min: floor, max: 1, axisLabel: { color: c.soft, formatter: axisPercent } }),
      yAxis: memberAxis(c),
      series: [
        { type: 'custom', renderItem: link, silent: true, data: members.map((m, i) => [m.alone, m.federated, i]), encode: { x: [0, 1], y: 2 } },
        { name: 'alone', type: 'scatter', symbol: 'diamond', symbolSize: 13, itemStyle: { color: c.soft }, data: members.map((m, i) => [m.alone, i]) },
        {
          name: 'federated', type: 'scatter', symbolSize: 13, itemStyle: { color: c.series[0] },
          data: members.map((m, i) => [m.federated, i]), markLine: pooledLine(c, { xAxis: report.pooled }, { position: 'start' }),
        },
      ],
      legend: { ...common(c).legend, data: ['alone', 'federated'] },
    };
  }

  function slots(c) {
    const colour = (i) => c.series[i % c.series.length];
    const last = Math.max(1, ...members.flatMap((m) => m.curve.map((p) => p.slot)));
    const aside = last + Math.max(1, Math.round(last / 8));
    const pairs = (points) => points.map((p) => [p.slot, p.score]);
    const line = (name, points, style) => ({ name, type: 'line', symbol: points.length < 2 ? 'circle' : 'none', data: pairs(points), ...style });
    return {
      ...common(c),
      grid: { left: 8, right: 16, top: 28, bottom: 72, containLabel: true },
      tooltip: {
        ...common(c).tooltip, trigger: 'item',
        formatter: (p) => safe(p.seriesName) + (p.value[0] > last ? ' alone: ' : ', slot ' + p.value[0] + ': ') + percent(p.value[1]),
      },
      xAxis: axis(c, {
        type: 'value', min: 0, max: aside, name: 'slot', nameLocation: 'middle', nameGap: 26, interval: Math.max(1, Math.ceil(last / 8)),
        splitLine: { show: false }, axisLabel: { color: c.soft, showMaxLabel: true, formatter: (x) => (x === aside ? 'alone' : x > last ? '' : x) },
      }),
      yAxis: axis(c, { type: 'value', min: floor, max: 1, axisLabel: { color: c.soft, formatter: axisPercent } }),
      series: [
        ...members.map((m, i) => line(m.name, m.curve, {
          itemStyle: { color: colour(i) }, lineStyle: { color: colour(i), width: 1.5, opacity: 0.8 },
        })),
        ...members.map((m, i) => ({
          name: m.name, type: 'scatter', symbol: 'diamond', symbolSize: 12, itemStyle: { color: colour(i) }, data: [[aside, m.alone]],
        })),
        line('mean', curves.mean, {
          itemStyle: { color: c.ink }, lineStyle: { color: c.ink, width: 3 }, z: 5,
          markLine: pooledLine(c, { yAxis: report.pooled }, { position: 'insideStartTop' }),
        }),
        line('worst', curves.worst, { itemStyle: { color: c.ink }, lineStyle: { color: c.ink, width: 1.5, type: 'dotted' }, z: 4 }),
      ],
      legend: { ...common(c).legend, data: [...names, 'mean', 'worst'] },
    };
  }

  function shares(c) {
    return {
      ...common(c),
      grid: { left: 8, right: 28, top: 8, bottom: 44, containLabel: true },
      tooltip: { ...common(c).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: axis(c, { type: 'value' }),
      yAxis: memberAxis(c),
      series: report.classes.map((name, k) => ({
        name, type: 'bar', stack: 'rows', barMaxWidth: 22, itemStyle: { color: c.classes[k % c.classes.length] },
        data: members.map((m) => m.classRows[k]),
        label: { show: true, color: '#14171a', formatter: (p) => (p.value < 8 ? '' : p.value) },
      })),
    };
  }

  for (const id of ['gain', 'shares']) {
    document.getElementById(id).style.minHeight = 6 + 1.5 * names.length + 'rem';
  }
  const charts = [['gain', gain], ['curves', slots], ['shares', shares]].map(([id, option]) =>
    [echarts.init(document.getElementById(id), null, { renderer: 'svg' }), option]);
  const draw = () => charts.forEach(([chart, option]) => chart.setOption(option(look()), true));
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('resize', () => charts.forEach(([chart]) => chart.resize()));
})();
