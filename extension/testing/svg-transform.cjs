/** SVG files as strings, as the builder gives them to the extension. */
module.exports = {
  process: source => ({
    code: `module.exports = { __esModule: true, default: ${JSON.stringify(source)} };`
  })
};
