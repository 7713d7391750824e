"""Peers of bench/scoring.ts: XGBoost and scikit-learn on the same rows, folds and cut. In: JSON on stdin; out: JSON."""
import csv, gzip, io, json, resource, sys, time
import numpy as np, sklearn, xgboost
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

asked = json.load(sys.stdin)
rows = list(csv.DictReader(io.TextIOWrapper(gzip.open(asked['file'])), delimiter=';'))
y = np.array([r['y'] == 'yes' for r in rows], float)
fold = np.array(asked['folds'])
cut = asked['cut']
codes, dummies, is_category = [], [], []
for name in asked['names']:
    texts = [r[name] for r in rows]
    try:
        values = np.array([float(t) for t in texts])
        dummies.append(values[:, None])
        is_category.append(False)
    except ValueError:
        levels = {t: i for i, t in enumerate(sorted(set(texts)))}
        values = np.array([levels[t] for t in texts], float)
        dummies.append(np.eye(len(levels))[values.astype(int)])
        is_category.append(True)
    codes.append(values)
codes, dummies = np.stack(codes, 1), np.hstack(dummies)
same = dict(objective='binary:logistic', tree_method='hist', nthread=1, max_depth=asked['depth'], eta=asked['rate'])


def xgb(settings, rounds):
    def fit(a, ya, b):
        started = time.perf_counter()
        model = xgboost.train(settings, xgboost.DMatrix(a, ya, nthread=1), rounds)
        return model.predict(xgboost.DMatrix(b)), time.perf_counter() - started
    return fit


def hgb(**settings):
    def fit(a, ya, b):
        started = time.perf_counter()
        model = HistGradientBoostingClassifier(random_state=0, **settings).fit(a, ya)
        return model.predict_proba(b)[:, 1], time.perf_counter() - started
    return fit


def judge(name, library, matrix, fit):
    aucs, seconds = [], []
    for k in range(5):
        train = fold != k
        chances, took = fit(matrix[train], y[train], matrix[~train])
        aucs.append(roc_auc_score(y[~train], chances))
        seconds.append(took)
    late, _ = fit(matrix[:cut], y[:cut], matrix[cut:])
    return dict(name=name, library=library, folds=float(np.mean(aucs)), late=float(roc_auc_score(y[cut:], late)),
                seconds=min(seconds))


defaults = dict(objective='binary:logistic', tree_method='hist', nthread=1)
peers = [
    judge('XGBoost, same settings, codes', 'xgboost', codes, xgb(same, asked['rounds'])),
    judge('XGBoost, same settings, one-hot', 'xgboost', dummies, xgb(same, asked['rounds'])),
    judge('XGBoost, its defaults, codes', 'xgboost', codes, xgb(defaults, 100)),
    judge('scikit-learn HGB, defaults, codes', 'sklearn', codes, hgb()),
    judge('scikit-learn HGB, categories', 'sklearn', codes, hgb(categorical_features=is_category)),
]
json.dump(dict(versions=f'XGBoost {xgboost.__version__}, scikit-learn {sklearn.__version__}', peers=peers,
               peakMiB=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), sys.stdout)
