"""That the benchmarks run and print what README tells of. How fast they are is not tested: machines differ."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

BENCH = pathlib.Path(os.environ["ZOUFANG_BUILD"]) / "zoufang-bench"
QUICK = {"push_10k": ["push_10k"], "propagate": ["propagate_p50", "propagate_p99"]}


class BenchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="zoufang-bench-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def bench(self, *options):
        return subprocess.run(
            [BENCH, "--json", "--dir", self.folder, *options], capture_output=True, text=True, timeout=240
        )

    def test_the_quick_ones_print_value_floor_and_ratio_and_leave_the_folder_as_it_was(self):
        mine = pathlib.Path(self.folder) / "zoufang-bench" / "mine"
        mine.parent.mkdir()
        mine.write_text("x")
        only = [option for name in QUICK for option in ("--only", name)]
        run = self.bench(*only)
        self.assertEqual(run.returncode, 0, run.stderr)
        results = {result["name"]: result for result in json.loads(run.stdout)}
        self.assertEqual(sorted(results), sorted(name for names in QUICK.values() for name in names))
        for name, result in results.items():
            self.assertEqual(sorted(result), ["floor", "name", "ratio", "unit", "value"])
            self.assertGreater(result["value"], 0, name)
            if result["floor"] is None:
                self.assertIsNone(result["ratio"], name)
            else:
                self.assertAlmostEqual(result["ratio"], result["value"] / result["floor"], msg=name)
        self.assertEqual(sorted(pathlib.Path(self.folder).rglob("*")), [mine.parent, mine])

    def test_an_unknown_name_and_a_folder_that_cannot_be_made_are_told(self):
        run = self.bench("--only", "watcher")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("push_10k", run.stderr)
        file = pathlib.Path(self.folder) / "file"
        file.write_text("x")
        run = subprocess.run(
            [BENCH, "--only", "local_save", "--dir", file], capture_output=True, text=True, timeout=60
        )
        self.assertEqual(run.returncode, 1)
        self.assertIn("--dir", run.stderr)


if __name__ == "__main__":
    unittest.main()
